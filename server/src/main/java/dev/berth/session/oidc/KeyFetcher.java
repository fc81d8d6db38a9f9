package dev.berth.session.oidc;

import java.io.IOException;

/** Gets the keys of an issuer from where they are. May block. */
@FunctionalInterface
interface KeyFetcher {

    /** The text of a JSON Web Key Set. */
    String fetch(OidcIssuer issuer) throws IOException;
}
