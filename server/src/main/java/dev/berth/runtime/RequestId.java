package dev.berth.runtime;

import java.util.function.Supplier;

/** The id of the request that this thread is answering, for what is noted far from its door. */
public final class RequestId {
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();
    private static final String NONE = "-";

    private RequestId() {}

    public static <T> T during(String requestId, Supplier<T> work) {
        return ScopedValue.where(CURRENT, requestId).call(work::get);
    }

    /** A dash outside of requests. */
    public static String current() {
        return CURRENT.orElse(NONE);
    }
}
