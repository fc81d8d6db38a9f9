package dev.berth.api.edge;

import dev.berth.http.Request;
import dev.berth.policy.ConditionKeys;
import java.util.List;

/** The condition keys that a request itself gives. Their values are whatever a client writes. */
public final class RequestKeys {
    private RequestKeys() {}

    public static ConditionKeys of(Request request) {
        return key ->
                switch (key) {
                    case "aws:useragent" -> header(request, "User-Agent");
                    case "aws:referer" -> header(request, "Referer");
                    default -> null;
                };
    }

    @SuppressWarnings("NullAway") // no value is null to who asks
    private static List<String> header(Request request, String name) {
        return request.headers().first(name).map(List::of).orElse(null);
    }
}
