package dev.berth.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a token may do at most, in words: {@code pull}, {@code push}, {@code *}, or actions of ECR
 * by their names in IAM. The two short words are what docker and its like ask for.
 */
public record TokenActions(List<String> words) {
    private static final String ALL = "*";
    private static final String PULL = "pull";
    private static final String PUSH = "push";
    private static final String SERVICE = "ecr:";

    private static final Set<Action> PULLING =
            EnumSet.of(
                    Action.ECR_BATCH_CHECK_LAYER_AVAILABILITY,
                    Action.ECR_BATCH_GET_IMAGE,
                    Action.ECR_GET_DOWNLOAD_URL_FOR_LAYER);

    private static final Set<Action> PUSHING =
            EnumSet.of(
                    Action.ECR_BATCH_CHECK_LAYER_AVAILABILITY,
                    Action.ECR_BATCH_GET_IMAGE,
                    Action.ECR_COMPLETE_LAYER_UPLOAD,
                    Action.ECR_INITIATE_LAYER_UPLOAD,
                    Action.ECR_PUT_IMAGE,
                    Action.ECR_UPLOAD_LAYER_PART);

    public static final TokenActions EVERYTHING = new TokenActions(List.of(ALL));

    /** In one order, each once. */
    public TokenActions {
        for (String word : words) {
            if (!isValid(word)) {
                throw new IllegalArgumentException("no action of a token: " + word);
            }
        }
        words = List.copyOf(new TreeSet<>(words));
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a token that may do nothing");
        }
    }

    public static boolean isValid(String word) {
        if (word.equals(ALL) || word.equals(PULL) || word.equals(PUSH)) {
            return true;
        }
        for (Action action : Action.values()) {
            if (word.startsWith(SERVICE) && action.iamName().equals(word)) {
                return true;
            }
        }
        return false;
    }

    public boolean allow(Action action) {
        for (int i = 0; i < words.size(); i++) { // no iterator: each request asks
            String word = words.get(i);
            boolean allowed =
                    switch (word) {
                        case ALL -> true;
                        case PULL -> PULLING.contains(action);
                        case PUSH -> PUSHING.contains(action);
                        default -> word.equals(action.iamName());
                    };
            if (allowed) {
                return true;
            }
        }
        return false;
    }

    /** What both allow, as words; none where that is nothing. */
    List<String> sharedWith(TokenActions other) {
        if (equals(other) || other.words.contains(ALL)) {
            return words;
        }
        if (words.contains(ALL)) {
            return other.words;
        }
        var shared = new ArrayList<String>();
        for (Action action : Action.values()) {
            if (action.iamName().startsWith(SERVICE) && allow(action) && other.allow(action)) {
                shared.add(action.iamName());
            }
        }
        return shared;
    }
}
