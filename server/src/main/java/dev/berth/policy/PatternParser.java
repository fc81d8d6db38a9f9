package dev.berth.policy;

import dev.berth.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Actions and resources. */
final class PatternParser {
    private static final Pattern ACTION =
            Pattern.compile("\\*|(\\*|[A-Za-z0-9-]+):[A-Za-z0-9*?_-]+");
    private static final int COLONS_OF_AN_ARN = 5;

    private final boolean variables;
    private final Faults faults;

    PatternParser(boolean variables, Faults faults) {
        this.variables = variables;
        this.faults = faults;
    }

    PatternList actions(Element element, boolean negated) {
        List<TextPattern> patterns = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (Element.Named action : element.texts()) {
            if (!ACTION.matcher(action.value()).matches()) {
                faults.add(
                        action.path(),
                        "'%s' is no action: it must be * or SERVICE:ACTION"
                                .formatted(action.value()));
            }
            // actions are compared in lower case
            patterns.add(
                    TextPattern.glob(
                            action.value().toLowerCase(Locale.ROOT),
                            false,
                            faults.at(action.path())));
            written.add(action.value());
        }
        return list(element, negated, patterns, written, "must name an action");
    }

    PatternList resources(Element element, boolean negated) {
        List<TextPattern> patterns = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (Element.Named resource : element.texts()) {
            if (!isResource(resource.value())) {
                faults.add(
                        resource.path(),
                        "Resource %s must be in ARN format or \"*\"".formatted(resource.value()));
            } else if (variables && variableBeforeTheResource(resource.value())) {
                faults.add(resource.path(), "A variable may stand only behind the fifth colon");
            }
            patterns.add(TextPattern.glob(resource.value(), variables, faults.at(resource.path())));
            written.add(resource.value());
        }
        return list(element, negated, patterns, written, "must name a resource");
    }

    private PatternList list(
            Element element,
            boolean negated,
            List<TextPattern> patterns,
            List<String> written,
            String fault) {
        if (element.value() instanceof JsonTree.Items(var items) && items.isEmpty()) {
            element.fault(fault);
        }
        return new PatternList(negated, patterns, written);
    }

    /** Sections may be left out behind a closing {@code *}, which stands for them too. */
    private static boolean isResource(String text) {
        if (text.equals("*")) {
            return true;
        }
        if (!text.startsWith("arn:")) {
            return false;
        }
        String[] sections = text.split(":", COLONS_OF_AN_ARN + 1);
        if (sections.length <= COLONS_OF_AN_ARN) {
            return sections.length > 2 && text.endsWith("*");
        }
        return !sections[1].isEmpty()
                && !sections[2].isEmpty()
                && !sections[COLONS_OF_AN_ARN].isEmpty();
    }

    private static boolean variableBeforeTheResource(String text) {
        int dollar = text.indexOf("${");
        return dollar >= 0
                && text.substring(0, dollar).chars().filter(c -> c == ':').count()
                        < COLONS_OF_AN_ARN;
    }
}
