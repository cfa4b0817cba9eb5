package dev.kindred.formats;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.tables.NothingToFind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was met in reading files: sentences for the report. */
final class Findings {
    private final List<String> notices = new ArrayList<>();
    private final List<String> irregularities = new ArrayList<>();

    /** Something guessed or left out on purpose. */
    void notice(String sentence) {
        notices.add(sentence);
    }

    /** Something mended, with its count; nothing where that is 0. */
    void irregular(long count, String what) {
        if (count > 0) {
            irregularities.add(what + ": " + count);
        }
    }

    void classes(String from, int[] labels) {
        int classes = 0;
        for (int label : labels) {
            classes = Math.max(classes, label + 1);
        }
        notices.add(String.format(
                Locale.ROOT, "labels: %d classes from %s, to judge the result by, never a feature", classes, from));
    }

    /**
     * Whether edges and features can tell groups apart at all.
     *
     * @param attributes whether the features come from the file, and not from the structure of the graph
     */
    void nothingToFind(AttributedGraph graph, boolean attributes) {
        irregularities.addAll(0, NothingToFind.in(graph.graph(), graph.features(), attributes));
    }

    List<String> notices() {
        return notices;
    }

    List<String> irregularities() {
        return irregularities;
    }
}
