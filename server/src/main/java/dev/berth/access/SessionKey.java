package dev.berth.access;

/** Temporary credentials as their token says them. */
record SessionKey(AccessKey key, Principal principal, Session session) {}
