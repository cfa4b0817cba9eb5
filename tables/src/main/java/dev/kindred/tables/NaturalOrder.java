package dev.kindred.tables;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of categories, terms and classes: that of their characters, except that texts which differ only in a number at their end stand by that
 * number: {@code w2} comes before {@code w10}.
 *
 * <p>No comparison of two texts alone can say so: {@code 2 < 10} as numbers and {@code 10 < 1a < 2} as characters would be a circle. Therefore all
 * texts are put in the order of their characters first, and those of one beginning then change places among themselves.
 */
final class NaturalOrder {
    private static final Comparator<String> BY_NUMBER =
            Comparator.comparing(NaturalOrder::number).thenComparing(Comparator.naturalOrder());

    private NaturalOrder() {}

    /** Sorts different texts in place. */
    static void sort(List<String> texts) {
        texts.sort(Comparator.naturalOrder());
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            int digits = digitsFrom(text);
            if (digits < text.length()) {
                places.computeIfAbsent(text.substring(0, digits), beginning -> new ArrayList<>())
                        .add(i);
            }
        }
        for (List<Integer> alike : places.values()) {
            List<String> sorted = new ArrayList<>();
            alike.forEach(place -> sorted.add(texts.get(place)));
            sorted.sort(BY_NUMBER);
            for (int i = 0; i < alike.size(); i++) {
                texts.set(alike.get(i), sorted.get(i));
            }
        }
    }

    /** Where the digits at the end begin; the text's length where it ends otherwise. */
    private static int digitsFrom(String text) {
        int from = text.length();
        while (from > 0 && text.charAt(from - 1) >= '0' && text.charAt(from - 1) <= '9') {
            from--;
        }
        return from;
    }

    private static BigInteger number(String text) {
        return new BigInteger(text.substring(digitsFrom(text)));
    }
}
