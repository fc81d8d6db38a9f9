package dev.berth.identity.file;

import java.util.regex.Pattern;

/** The forms of names in the file, in words too. */
final class IdentityForms {
    static final String NAME = "a name of up to 128 letters, digits and +=,.@_-";
    static final String SHORT_NAME = "a name of up to 64 letters, digits and +=,.@_-";
    static final String PATH = "a path such as /robots/, which begins and ends with a slash";
    static final String ALIAS =
            "an alias of 3 to 63 lower-case letters, digits and single dashes between them";
    static final String KEY_ID =
            "the id of an access key: AKIA and 12 to 124 letters and digits in upper case";
    static final String SERVICE = "the name of a service, such as codebuild.amazonaws.com";

    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,128}");
    private static final Pattern SHORT_NAMES = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");
    private static final Pattern PATHS = Pattern.compile("/|/[!-~]{1,510}/");
    private static final Pattern ALIASES = Pattern.compile("[a-z0-9](?:-?[a-z0-9]){2,62}");
    private static final Pattern KEY_IDS = Pattern.compile("AKIA[A-Z0-9]{12,124}");
    private static final Pattern SERVICES =
            Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.amazonaws\\.com(?:\\.cn)?");

    private IdentityForms() {}

    static boolean isName(String text) {
        return NAMES.matcher(text).matches();
    }

    static boolean isShortName(String text) {
        return SHORT_NAMES.matcher(text).matches();
    }

    static boolean isPath(String text) {
        return PATHS.matcher(text).matches();
    }

    static boolean isAlias(String text) {
        return text.length() <= 63 && ALIASES.matcher(text).matches();
    }

    static boolean isKeyId(String text) {
        return KEY_IDS.matcher(text).matches();
    }

    static boolean isService(String text) {
        return SERVICES.matcher(text).matches();
    }
}
