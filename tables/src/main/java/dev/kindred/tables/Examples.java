package dev.kindred.tables;

import java.util.List;

/** Some of many names, for messages. */
final class Examples {
    private static final int SHOWN = 3;

    private Examples() {}

    /** The first names, and how many there are where more are left out. */
    static String of(List<String> names) {
        return names.size() <= SHOWN
                ? String.join(", ", names)
                : names.size() + " columns, such as " + String.join(", ", names.subList(0, SHOWN));
    }
}
