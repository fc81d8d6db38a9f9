package dev.berth.api.awsquery;

import dev.berth.access.Caller;

/** An operation that needs no signature: who calls is told by what the request carries instead. */
public interface UnsignedOperation extends QueryOperation {

    /**
     * Who calls; what is asked is decided for him. The caller of {@code call} is anonymous unless
     * the request was signed all the same.
     */
    Caller caller(QueryCall call);
}
