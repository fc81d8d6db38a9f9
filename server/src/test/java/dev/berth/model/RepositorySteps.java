package dev.berth.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What administrators do with repositories. */
final class RepositorySteps {
    private RepositorySteps() {}

    record Create(int repository, TagRules rules) implements Step {
        @Override
        public void take(World world) {
            var answer = world.server().api("CreateRepository", input(repository, rules));
            if (world.repository(repository).isPresent()) {
                answer.isException(List.of(Refusal.REPOSITORY_EXISTS));
            } else {
                answer.is(200);
                world.model().create(World.name(repository), rules);
            }
        }
    }

    record Delete(int repository, boolean force) implements Step {
        @Override
        public void take(World world) {
            var answer =
                    world.server()
                            .api(
                                    "DeleteRepository",
                                    Map.of(
                                            "repositoryName",
                                            World.name(repository),
                                            "force",
                                            force));
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isException(List.of(Refusal.REPOSITORY_UNKNOWN));
            } else if (!force && !here.get().images().isEmpty()) {
                answer.isException(List.of(Refusal.REPOSITORY_NOT_EMPTY));
            } else {
                answer.is(200);
                world.model().delete(World.name(repository));
            }
        }
    }

    /** What is tagged already stays as it is. */
    record ChangeRules(int repository, TagRules rules) implements Step {
        @Override
        public void take(World world) {
            var answer = world.server().api("PutImageTagMutability", input(repository, rules));
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isException(List.of(Refusal.REPOSITORY_UNKNOWN));
            } else {
                answer.is(200);
                here.get().rules(rules);
            }
        }
    }

    /** Lets manifests name what is not here, or ends that. */
    record AllowGaps(int repository, boolean allowed) implements Step {
        private static final String TAG = "berth:allow-sparse";

        @Override
        public void take(World world) {
            var arn = "arn:aws:ecr:us-east-1:000000000000:repository/" + World.name(repository);
            var answer =
                    allowed
                            ? world.server()
                                    .api(
                                            "TagResource",
                                            Map.of(
                                                    "resourceArn",
                                                    arn,
                                                    "tags",
                                                    List.of(Map.of("Key", TAG, "Value", "true"))))
                            : world.server()
                                    .api(
                                            "UntagResource",
                                            Map.of("resourceArn", arn, "tagKeys", List.of(TAG)));
            var here = world.repository(repository);
            if (here.isEmpty()) {
                answer.isException(List.of(Refusal.REPOSITORY_UNKNOWN));
            } else {
                answer.is(200);
                here.get().allowGaps(allowed);
            }
        }
    }

    record AllowMounts(boolean allowed) implements Step {
        @Override
        public void take(World world) {
            world.server()
                    .api(
                            "PutAccountSetting",
                            Map.of(
                                    "name",
                                    "BLOB_MOUNTING",
                                    "value",
                                    allowed ? "ENABLED" : "DISABLED"))
                    .is(200);
            world.model().allowMounts(allowed);
        }
    }

    private static Map<String, Object> input(int repository, TagRules rules) {
        var input = new HashMap<String, Object>();
        input.put("repositoryName", World.name(repository));
        input.put("imageTagMutability", rules.mode());
        if (!rules.exceptions().isEmpty()) {
            input.put(
                    "imageTagMutabilityExclusionFilters",
                    rules.exceptions().stream()
                            .map(filter -> Map.of("filterType", "WILDCARD", "filter", filter))
                            .toList());
        }
        return input;
    }
}
