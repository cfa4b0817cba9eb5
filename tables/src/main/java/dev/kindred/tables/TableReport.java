package dev.kindred.tables;

import dev.kindred.notice.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What was met in reading tables.
 *
 * @param nodes that the graph has
 * @param edges given, those left out included
 * @param columns what became of each column of the nodes that might be a feature
 * @param notices what was guessed or cut off, a sentence each
 * @param irregularities what was mended or left out, with its count, a sentence each
 */
public record TableReport(
        long nodes, long edges, List<Column> columns, List<String> notices, List<String> irregularities) {
    /**
     * One column of the nodes.
     *
     * @param name as in the table
     * @param kind IGNORE where it is no feature
     * @param features made of it
     * @param missing values that are missing
     * @param note why it is no feature, or empty
     */
    public record Column(String name, ColumnKind kind, int features, long missing, String note) {
        @Override
        public String toString() {
            if (kind == ColumnKind.IGNORE) {
                return name + " left out" + (note.isEmpty() ? "" : ": " + note);
            }
            String gaps = missing == 0 ? "" : String.format(Locale.ROOT, ", %d missing", missing);
            return name + " " + kind + " (" + features + gaps + ")";
        }
    }

    /** Begins the lines of irregularities. */
    public static final String IRREGULAR = "irregular: ";

    public TableReport {
        columns = List.copyOf(columns);
        notices = List.copyOf(notices);
        irregularities = List.copyOf(irregularities);
    }

    /** Notices and irregularities with their kinds and the settings that they name. */
    public List<Notice> typed() {
        List<Notice> typed = new ArrayList<>(Notice.all(Notice.Kind.GUESS, notices));
        typed.addAll(Notice.all(Notice.Kind.IRREGULARITY, irregularities));
        return typed;
    }

    /** The same in other words: those of a program, for instance, that has its own names for settings ({@code Setting.replaceAll}). */
    public TableReport inWords(UnaryOperator<String> words) {
        return new TableReport(
                nodes,
                edges,
                columns,
                notices.stream().map(words).toList(),
                irregularities.stream().map(words).toList());
    }

    /** The whole report, a line each. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("tables: " + nodes + " nodes, " + edges + " edges given");
        if (!columns.isEmpty()) {
            List<String> shown =
                    columns.stream().limit(MOST_COLUMNS).map(Column::toString).toList();
            lines.add("features: " + String.join(", ", shown)
                    + (columns.size() > MOST_COLUMNS
                            ? " and " + (columns.size() - MOST_COLUMNS) + " more columns"
                            : ""));
        }
        lines.addAll(notices);
        irregularities.forEach(irregularity -> lines.add(IRREGULAR + irregularity));
        return lines;
    }

    /** More columns than these would bury the rest of the report; {@link #columns} has them all. */
    private static final int MOST_COLUMNS = 24;
}
