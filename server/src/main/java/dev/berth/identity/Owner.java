package dev.berth.identity;

import dev.berth.aws.Arn;

/**
 * Who holds policies and tags.
 *
 * @param id unique for all time
 */
public record Owner(OwnerKind kind, String id, Arn arn, String name) {}
