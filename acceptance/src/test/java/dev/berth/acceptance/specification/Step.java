package dev.berth.acceptance.specification;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request and what its answer must be, or several sequences of steps at the same time.
 *
 * @param send method and address
 * @param body the content that is sent, or a slice of one: {@code layer[0-99]}
 * @param stream as body, without a length
 * @param login false to send no credential
 * @param repeat how often the step is taken, {@code {turn}} counting from 1
 * @param status the statuses of which the answer must have one
 * @param answer header fields of the answer
 * @param content the body of the answer: a content, a slice of one, or {@code nothing}
 * @param json what the body of the answer must be as JSON
 * @param error the one error code of the answer
 * @param keep header fields whose values later steps use, by the name that they get
 * @param together sequences that run at the same time, each of them {@code repeat} times
 */
record Step(
        @Nullable String send,
        @Nullable Map<String, List<String>> query,
        @Nullable Map<String, String> headers,
        @Nullable String body,
        @Nullable String stream,
        @Nullable Boolean login,
        @Nullable Integer repeat,
        @Nullable List<Integer> status,
        @Nullable Map<String, JsonNode> answer,
        @Nullable String content,
        @Nullable JsonNode json,
        @Nullable String error,
        @Nullable Map<String, String> keep,
        @Nullable List<List<Step>> together) {

    Step {
        if ((send == null) == (together == null)) {
            throw new IllegalArgumentException("a step either sends or holds steps together");
        }
        if ((send == null) != (status == null)) {
            throw new IllegalArgumentException("what is sent demands a status: " + send);
        }
    }

    int times() {
        return repeat == null ? 1 : repeat;
    }
}
