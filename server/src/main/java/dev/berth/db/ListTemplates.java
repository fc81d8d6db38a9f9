package dev.berth.db;

import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Puts the lists that are bound to a statement where it says {@code <name>}; other statements stay
 * as they are. For the same reason as {@link NamedParameters} not Jdbi's own.
 */
final class ListTemplates implements TemplateEngine {

    @Override
    public String render(String template, StatementContext context) {
        if (template.indexOf('<') < 0) {
            return template;
        }
        var text = new StringBuilder(template.length() + 64);
        int begin = 0; // of what is not yet taken over
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (SqlWords.isQuote(c)) {
                at = SqlWords.endOfQuoted(template, at);
                continue;
            }
            int end = c == '<' ? SqlWords.endOfName(template, at + 1) : at;
            if (end > at + 1 && end < template.length() && template.charAt(end) == '>') {
                text.append(template, begin, at)
                        .append(list(template.substring(at + 1, end), context));
                at = end + 1;
                begin = at;
            } else {
                at++;
            }
        }
        return text.append(template, begin, template.length()).toString();
    }

    private static String list(String name, StatementContext context) {
        Object value = context.getAttribute(name);
        if (value == null) {
            throw new IllegalArgumentException("no list is bound to <" + name + ">");
        }
        return value.toString();
    }
}
