package dev.berth.access;

/** Finds the name in the ARN of a repository, without taking the ARN apart. */
final class RepositoryResource {
    private static final String SERVICE = "arn:aws:ecr:";
    private static final String TYPE = "repository/";
    private static final int COLONS_AFTER_SERVICE = 2;

    private RepositoryResource() {}

    /** Where the name begins; negative for what is not the ARN of a repository. */
    static int nameIn(String resource) {
        if (!resource.startsWith(SERVICE)) {
            return -1;
        }
        int at = SERVICE.length();
        for (int i = 0; i < COLONS_AFTER_SERVICE; i++) {
            at = resource.indexOf(':', at) + 1;
            if (at == 0) {
                return -1;
            }
        }
        return resource.startsWith(TYPE, at) ? at + TYPE.length() : -1;
    }
}
