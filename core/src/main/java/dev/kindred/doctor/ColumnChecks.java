package dev.kindred.doctor;

import dev.kindred.doctor.Finding.Kind;
import dev.kindred.explain.Column;
import dev.kindred.explain.ColumnValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with single columns. Columns of terms are looked at for identical rows alone. Memory: about {@code 40 n} bytes. */
final class ColumnChecks {
    /** Share of the nodes without a value from which on a column is mostly missing. */
    private static final double MISSING = .6;
    /** Correlation of ranks with the order of the rows from which on a column follows it. */
    private static final double FOLLOWS = .98;
    /** Share of the nodes whose label the column tells, from which on it gives the label away. */
    private static final double TELLS = .98;
    /** Different values beyond which a column tells every label by chance. */
    private static final double MOST_VALUES = .1;

    private static final double LEAST_IDENTICAL = .02;
    /** Identical rows by those of independent columns, beyond which they are no accident: columns that hold groups are not independent. */
    private static final double TIMES_CHANCE = 10;

    private static final int BINS = 50;
    private static final int FEWEST_ROWS = 20;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final ColumnValues values;
    private final int @Nullable [] labels;
    private final int n;
    private final long[] rows;
    private final Map<Long, String> seen = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private ColumnChecks(ColumnValues values, int @Nullable [] labels) {
        this.values = values;
        this.labels = labels;
        n = values.nodes();
        rows = new long[n];
    }

    /**
     * Looks at all columns.
     *
     * @param labels {@code [n]} given ones, -1 where a node has none, or null
     */
    static List<Finding> of(ColumnValues values, int @Nullable [] labels) {
        ColumnChecks checks = new ColumnChecks(values, labels);
        if (checks.n < FEWEST_ROWS) {
            return List.of();
        }
        for (int c = 0; c < values.columns().size(); c++) {
            checks.column(c);
        }
        if (!values.columns().isEmpty()) {
            checks.identicalRows();
        }
        return checks.findings;
    }

    private void column(int c) {
        Column column = values.columns().get(c);
        int[] codes = new int[n];
        switch (column.kind()) {
            case NUMBER, DATE -> {
                double[] numbers = new double[n];
                values.numbersInto(c, numbers);
                double[] ranks = NeighborLikeness.ranks(numbers);
                int distinct = denseRanks(numbers, codes);
                mix(codes);
                if (basics(column, codes, distinct)) {
                    numbering(column, numbers, ranks, distinct);
                    givesAway(column, distinct > BINS ? bins(ranks) : codes, Math.min(distinct, BINS));
                }
            }
            case FLAG, CATEGORY -> {
                values.codesInto(c, codes);
                mix(codes);
                int distinct = byFirstUse(codes);
                if (basics(column, codes, distinct)) {
                    givesAway(column, codes, distinct);
                }
            }
            case TERMS -> values.forEachTerm(c, (node, term) -> rows[node] += (term + 1) * PRIME * (c + 1));
        }
    }

    /** Constant, missing, told already: then nothing more is asked. */
    private boolean basics(Column column, int[] codes, int distinct) {
        long missing = Arrays.stream(codes).filter(code -> code < 0).count();
        if (distinct < 2 && missing == 0) {
            add(Kind.CONSTANT, column, "has the same value everywhere");
            return false;
        }
        if (missing >= MISSING * n) {
            add(
                    Kind.MOSTLY_MISSING,
                    column,
                    String.format(Locale.ROOT, "has no value for %.0f %% of the nodes", 100.0 * missing / n));
        }
        long hash = distinct;
        for (int code : codes) {
            hash = mixed(hash, code);
        }
        String twin = distinct < 2 ? null : seen.putIfAbsent(hash, column.name());
        if (twin != null) {
            add(Kind.DUPLICATE, column, "tells the same as column " + twin + ", which then counts twice");
            return false;
        }
        return distinct > 1;
    }

    private void numbering(Column column, double[] numbers, double[] ranks, int distinct) {
        double least = Arrays.stream(numbers).min().orElse(0);
        double most = Arrays.stream(numbers).max().orElse(0);
        boolean whole =
                column.kind() == Column.Kind.NUMBER && Arrays.stream(numbers).allMatch(v -> v == Math.rint(v));
        if (whole && distinct == n && most - least < 2.0 * n) {
            add(
                    Kind.NEARLY_ID,
                    column,
                    String.format(Locale.ROOT, "numbers the nodes: %.0f to %.0f, no number twice", least, most));
            return;
        }
        double follows = correlationWithRows(ranks);
        if (distinct > n / 2 && Math.abs(follows) >= FOLLOWS) {
            add(
                    Kind.FOLLOWS_ROWS,
                    column,
                    String.format(
                            Locale.ROOT,
                            "follows the order of the rows (rank correlation %.3f), as a time of loading does",
                            follows));
        }
    }

    private static double correlationWithRows(double[] ranks) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < ranks.length; i++) {
            if (!Double.isNaN(ranks[i])) {
                double row = i / (double) ranks.length;
                n++;
                x += row;
                y += ranks[i];
                xx += row * row;
                yy += ranks[i] * ranks[i];
                xy += row * ranks[i];
            }
        }
        double deviations = Math.sqrt((n * xx - x * x) * (n * yy - y * y));
        return deviations > 0 ? (n * xy - x * y) / deviations : 0;
    }

    private void givesAway(Column column, int[] codes, int distinct) {
        if (labels == null || distinct > Math.max(2, MOST_VALUES * n)) {
            return;
        }
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int used = Arrays.stream(codes).max().orElse(-1) + 1;
        if (classes < 2 || used < 2 || (long) classes * used > 10_000_000) {
            return;
        }
        int[] counts = new int[classes * used];
        int[] each = new int[classes];
        int known = 0;
        for (int i = 0; i < n; i++) {
            if (labels[i] >= 0 && codes[i] >= 0) {
                counts[codes[i] * classes + labels[i]]++;
                each[labels[i]]++;
                known++;
            }
        }
        int told = 0;
        for (int code = 0; code < used; code++) {
            told += Arrays.stream(counts, code * classes, (code + 1) * classes)
                    .max()
                    .orElse(0);
        }
        double most = Arrays.stream(each).max().orElse(0);
        if (known >= FEWEST_ROWS && told >= TELLS * known && most < .9 * known) {
            add(
                    Kind.GIVES_LABEL_AWAY,
                    column,
                    String.format(
                            Locale.ROOT,
                            "tells the label of %.1f %% of the nodes: clusters that find it again prove nothing",
                            100.0 * told / known));
        }
    }

    private void identicalRows() {
        long[] sorted = rows.clone();
        Arrays.sort(sorted);
        int shared = 0;
        int largest = 0;
        long example = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && sorted[to] == sorted[from]) {
                to++;
            }
            if (to - from > 1) {
                shared += to - from;
                example = to - from > largest ? sorted[from] : example;
                largest = Math.max(largest, to - from);
            }
            from = to;
        }
        if (largest >= LEAST_IDENTICAL * n && largest > FEWEST_ROWS + TIMES_CHANCE * n * chanceOf(example, largest)) {
            findings.add(new Finding(
                    Kind.IDENTICAL_ROWS,
                    String.format(
                            Locale.ROOT,
                            "%,d nodes have exactly the attributes of another one; the largest such group, %,d nodes, makes a"
                                    + " cluster by itself",
                            shared,
                            largest),
                    new Advice.Look(
                            "whether records were loaded more than once, or defaults stand where values lack")));
        }
    }

    /** Share of the other nodes that would have the attributes of a group of identical rows, were columns independent. */
    private double chanceOf(long row, int size) {
        int node = 0;
        while (rows[node] != row) {
            node++;
        }
        double chance = 1;
        for (int c = 0; c < values.columns().size(); c++) {
            for (int same : likeNode(c, node)) {
                chance *= Math.max(1, same - size) / Math.max(1.0, n - size);
            }
        }
        return chance;
    }

    /** How many nodes have a node's value of a column, or each of its terms. */
    private int[] likeNode(int c, int node) {
        return switch (values.columns().get(c).kind()) {
            case NUMBER, DATE -> {
                double[] numbers = new double[n];
                values.numbersInto(c, numbers);
                yield new int[] {
                    (int) Arrays.stream(numbers)
                            .filter(v -> Double.compare(v, numbers[node]) == 0)
                            .count()
                };
            }
            case FLAG, CATEGORY -> {
                int[] codes = new int[n];
                values.codesInto(c, codes);
                yield new int[] {
                    (int) Arrays.stream(codes)
                            .filter(code -> code == codes[node])
                            .count()
                };
            }
            case TERMS -> {
                int[] counts = new int[values.columns().get(c).values().size()];
                values.forEachTerm(c, (any, term) -> counts[term]++);
                yield Arrays.stream(values.termsOf(c, node))
                        .map(term -> counts[term])
                        .toArray();
            }
        };
    }

    private void add(Kind kind, Column column, String what) {
        findings.add(new Finding(kind, "column " + column.name() + " " + what, new Advice.IgnoreColumn(column.name())));
    }

    private void mix(int[] codes) {
        for (int i = 0; i < n; i++) {
            rows[i] = mixed(rows[i], codes[i]);
        }
    }

    private static long mixed(long hash, int code) {
        long z = (hash ^ code) * PRIME;
        return z ^ (z >>> 29);
    }

    /** Positions among the different numbers; returns how many there are. */
    private static int denseRanks(double[] numbers, int[] codes) {
        double[] sorted = Arrays.stream(numbers)
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .distinct()
                .toArray();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Double.isNaN(numbers[i]) ? -1 : Arrays.binarySearch(sorted, numbers[i]);
        }
        return sorted.length;
    }

    /** Codes by their first use, so that two columns that name the same things differently are equal; returns how many there are. */
    private static int byFirstUse(int[] codes) {
        int[] now = new int[Arrays.stream(codes).max().orElse(-1) + 1];
        Arrays.fill(now, -1);
        int next = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] >= 0) {
                if (now[codes[i]] < 0) {
                    now[codes[i]] = next++;
                }
                codes[i] = now[codes[i]];
            }
        }
        return next;
    }

    private static int[] bins(double[] ranks) {
        int[] bins = new int[ranks.length];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = Double.isNaN(ranks[i]) ? -1 : Math.min(BINS - 1, (int) (ranks[i] * BINS));
        }
        return bins;
    }
}
