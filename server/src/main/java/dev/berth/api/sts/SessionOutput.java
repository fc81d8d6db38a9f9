package dev.berth.api.sts;

import dev.berth.access.Principal;
import dev.berth.access.TemporaryCredentials;
import dev.berth.api.awsquery.XmlStructure;

/** The structures that the results of STS share. */
final class SessionOutput {
    private SessionOutput() {}

    static XmlStructure credentials(TemporaryCredentials credentials) {
        return XmlStructure.empty()
                .text("AccessKeyId", credentials.accessKeyId())
                .text("SecretAccessKey", credentials.secret())
                .text("SessionToken", credentials.sessionToken())
                .time("Expiration", credentials.expiresAt());
    }

    static XmlStructure assumedRole(Principal.AssumedRole role) {
        return XmlStructure.empty()
                .text("AssumedRoleId", role.roleId() + ":" + role.sessionName())
                .text("Arn", role.name());
    }
}
