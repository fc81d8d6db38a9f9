package dev.berth.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A compiled pattern: the chunks between its {@code *}, each looked for behind the one before. The
 * first place where a chunk fits is as good as any later, so that nothing is ever tried twice.
 */
final class Glob {
    static final int ANY_STRING = -1;
    static final int ANY_CHARACTER = -2;

    private final List<Chunk> chunks;
    private final int shortest;

    /** Each code is a character or one of the wildcards. */
    Glob(int[] codes) {
        this(codes, 0, codes.length);
    }

    Glob(int[] codes, int from, int to) {
        List<Chunk> found = new ArrayList<>();
        int length = 0;
        int begin = from;
        for (int i = from; i <= to; i++) {
            if (i == to || codes[i] == ANY_STRING) {
                found.add(Chunk.of(codes, begin, i));
                length += i - begin;
                begin = i + 1;
            }
        }
        this.chunks = List.copyOf(found);
        this.shortest = length;
    }

    boolean matches(String text) {
        return matches(text, 0, text.length());
    }

    /** Whether {@code text[from, to)} matches. */
    boolean matches(String text, int from, int to) {
        int last = chunks.size() - 1;
        Chunk first = chunks.getFirst();
        if (last == 0) {
            return to - from == shortest && first.isAt(text, from);
        }
        int end = to - chunks.get(last).length();
        if (to - from < shortest || !first.isAt(text, from) || !chunks.get(last).isAt(text, end)) {
            return false;
        }
        int at = from + first.length();
        for (int i = 1; i < last; i++) {
            int found = chunks.get(i).find(text, at, end);
            if (found < 0) {
                return false;
            }
            at = found + chunks.get(i).length();
        }
        return at <= end;
    }

    /** What stands between two {@code *}. */
    private sealed interface Chunk {

        int length();

        boolean isAt(String text, int at);

        /** The first place in {@code [from, to)} that has room for it and where it is; or -1. */
        int find(String text, int from, int to);

        static Chunk of(int[] codes, int from, int to) {
            int[] part = Arrays.copyOfRange(codes, from, to);
            return Arrays.stream(part).noneMatch(code -> code == ANY_CHARACTER)
                    ? new Literal(new String(part, 0, part.length))
                    : new Masked(part);
        }

        record Literal(String characters) implements Chunk {
            @Override
            public int length() {
                return characters.length();
            }

            @Override
            public boolean isAt(String text, int at) {
                return text.startsWith(characters, at);
            }

            @Override
            public int find(String text, int from, int to) {
                return text.indexOf(characters, from, to);
            }
        }

        /** With {@code ?}. */
        final class Masked implements Chunk {
            private final int[] codes;

            Masked(int[] codes) {
                this.codes = codes;
            }

            @Override
            public int length() {
                return codes.length;
            }

            @Override
            public boolean isAt(String text, int at) {
                for (int i = 0; i < codes.length; i++) {
                    if (codes[i] != ANY_CHARACTER && codes[i] != text.charAt(at + i)) {
                        return false;
                    }
                }
                return true;
            }

            @Override
            public int find(String text, int from, int to) {
                for (int at = from; at <= to - codes.length; at++) {
                    if (isAt(text, at)) {
                        return at;
                    }
                }
                return -1;
            }
        }
    }
}
