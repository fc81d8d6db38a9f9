package dev.berth.api.sts;

import static dev.berth.api.sts.StsHarness.allowing;
import static dev.berth.api.sts.StsHarness.roleArn;

import dev.berth.access.Principal;
import dev.berth.access.TemporaryCredentials;
import java.util.ArrayList;
import java.util.List;

/** Whom roles trust, and who asks for them. */
abstract class AssumeRoleFixture {
    static final String ACCOUNT_ROOT = "{\"AWS\":\"arn:aws:iam::111122223333:root\"}";
    static final String OTHER_ROOT = "{\"AWS\":\"arn:aws:iam::444455556666:root\"}";
    static final String ASSUME = "\"sts:AssumeRole\"";
    static final String ALL = "[\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]";
    static final String EVERYTHING = allowing("*", "*");

    final StsHarness sts = new StsHarness();

    /** Asks for the role of this name, for a session that is called s1. */
    StsHarness.Reply assume(Principal principal, String role, String... more) {
        return sts.send(principal, "AssumeRole", parameters(role, more));
    }

    StsHarness.Reply assume(TemporaryCredentials credentials, String role, String... more) {
        return sts.send(credentials, "AssumeRole", parameters(role, more));
    }

    private static String[] parameters(String role, String... more) {
        var all = new ArrayList<>(List.of(more));
        all.add("RoleArn=" + roleArn(role));
        all.add("RoleSessionName=s1");
        return all.toArray(String[]::new);
    }
}
