package dev.berth.policy;

/** A document with the name that explanations give it: an ARN, or the name of an inline policy. */
public record NamedPolicy(String name, PolicySource source, PolicyDocument document) {}
