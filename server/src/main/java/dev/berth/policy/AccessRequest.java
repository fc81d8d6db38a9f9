package dev.berth.policy;

import dev.berth.aws.AccountId;

/**
 * What someone wants to do.
 *
 * @param action such as {@code ecr:PutImage}
 * @param resource an ARN, or {@code *} where the action knows no resource
 * @param resourceAccount whose the resource is
 */
public record AccessRequest(
        String action,
        String resource,
        AccountId resourceAccount,
        RequestPrincipal principal,
        ConditionKeys keys) {

    AccessRequest withKeys(ConditionKeys others) {
        return new AccessRequest(action, resource, resourceAccount, principal, others);
    }
}
