package dev.berth.token;

import dev.berth.access.RegistryTokens;

/**
 * The ways to a token.
 *
 * @param registry for whoever knows how long and how far, as the addresses of downloads do
 */
public record Tokens(RegistryTokens registry, LoginTokens logins, RobotTokens robots) {}
