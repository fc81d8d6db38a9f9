package dev.berth.runtime;

import java.util.UUID;

/** Makes identifiers that sort by the time of their making (UUID version 7, RFC 9562). */
public interface IdSource {
    UUID next();
}
