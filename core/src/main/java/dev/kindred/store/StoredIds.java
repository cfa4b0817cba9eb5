package dev.kindred.store;

import org.jspecify.annotations.Nullable;

/**
 * Ids of nodes: whole numbers of 64 bits, or texts.
 *
 * @param type that they had where they came from, as SQL names it
 * @param numbers {@code [n]}, or null where they are texts
 * @param ends {@code [n]} where each text ends in {@code text}, ascending; empty where they are numbers
 * @param text all texts, one after the other, in UTF-8
 */
public record StoredIds(String type, long @Nullable [] numbers, int[] ends, byte[] text) {
    public StoredIds(String type, long @Nullable [] numbers, int[] ends, byte[] text) {
        this.type = type;
        this.numbers = numbers;
        this.ends = ends;
        this.text = text;
        int last = 0;
        for (int end : ends) {
            if (end < last) {
                throw new IllegalArgumentException("ends of ids: expected ascending, got " + end + " after " + last);
            }
            last = end;
        }
        if (last != text.length) {
            throw new IllegalArgumentException(
                    "ends of ids: expected " + text.length + " (bytes of text) last, got " + last);
        }
    }

    public int size() {
        return numbers == null ? ends.length : numbers.length;
    }
}
