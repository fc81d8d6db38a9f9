package dev.berth.api.sts;

import dev.berth.session.RoleSessions;
import dev.berth.session.UserSessions;
import dev.berth.session.WebIdentities;

/** What the operations of STS work on. */
public record StsFeatures(RoleSessions roles, UserSessions users, WebIdentities webIdentities) {}
