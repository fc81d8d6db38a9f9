package dev.berth.api.awsquery;

/** One element of a result, with its text. */
public record XmlMember(String name, String text) {}
