package dev.berth.api.awsjson;

/** How a refusal looks on the wire, but for its message. */
public record WireError(String code, int status) {
    static final WireError UNKNOWN_OPERATION = new WireError("UnknownOperationException", 400);
    static final WireError SERIALIZATION = new WireError("SerializationException", 400);
    static final WireError SERVER = new WireError("ServerException", 500);
}
