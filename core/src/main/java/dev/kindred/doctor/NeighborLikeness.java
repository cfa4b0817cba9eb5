package dev.kindred.doctor;

import dev.kindred.explain.Column;
import dev.kindred.explain.ColumnValues;
import dev.kindred.graph.Graph;
import dev.kindred.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Likeness} of each column, on a sample of edges against as many pairs of ends of different edges, so that nodes of many neighbors count as often among
 * both. Two numbers are as alike as their ranks are near, two categories where they are the same, two sets of terms by their cosine.
 */
final class NeighborLikeness {
    private static final int PAIRS = 20_000;

    private final int[] from;
    private final int[] to;
    private final int[] other;

    private NeighborLikeness(int[] from, int[] to, int[] other) {
        this.from = from;
        this.to = to;
        this.other = other;
    }

    /** One for each column, in their order; none where there are no edges. */
    static List<Likeness> of(Graph graph, ColumnValues values) {
        if (graph.edges() == 0) {
            return List.of();
        }
        NeighborLikeness sample = sample(graph);
        List<Likeness> all = new ArrayList<>();
        for (int c = 0; c < values.columns().size(); c++) {
            all.add(sample.of(values, c));
        }
        return all;
    }

    private static NeighborLikeness sample(Graph graph) {
        long entries = graph.edges();
        int pairs = (int) Math.min(PAIRS, entries);
        RandomStream random = new RandomStream(0, RandomStream.Purpose.NEGATIVES, 1L << 45);
        int[] from = new int[pairs];
        int[] to = new int[pairs];
        int[] other = new int[pairs];
        int row = 0;
        for (int p = 0; p < pairs; p++) {
            int entry = (int) (p * entries / pairs);
            while (graph.rowOffsets()[row + 1] <= entry) {
                row++;
            }
            from[p] = row;
            to[p] = graph.columns()[entry];
            other[p] = graph.columns()[(int) (random.nextDouble() * entries)];
        }
        return new NeighborLikeness(from, to, other);
    }

    private Likeness of(ColumnValues values, int c) {
        Column column = values.columns().get(c);
        double[] near = new double[from.length];
        double[] chance = new double[from.length];
        switch (column.kind()) {
            case NUMBER, DATE -> {
                double[] numbers = new double[values.nodes()];
                values.numbersInto(c, numbers);
                double[] ranks = ranks(numbers);
                for (int p = 0; p < near.length; p++) {
                    near[p] = 1 - Math.abs(ranks[from[p]] - ranks[to[p]]);
                    chance[p] = 1 - Math.abs(ranks[from[p]] - ranks[other[p]]);
                }
            }
            case FLAG, CATEGORY -> {
                int[] codes = new int[values.nodes()];
                values.codesInto(c, codes);
                for (int p = 0; p < near.length; p++) {
                    near[p] = same(codes[from[p]], codes[to[p]]);
                    chance[p] = same(codes[from[p]], codes[other[p]]);
                }
            }
            case TERMS -> {
                for (int p = 0; p < near.length; p++) {
                    int[] own = values.termsOf(c, from[p]);
                    near[p] = cosine(own, values.termsOf(c, to[p]));
                    chance[p] = cosine(own, values.termsOf(c, other[p]));
                }
            }
        }
        return likeness(column.name(), near, chance);
    }

    private static double same(int one, int other) {
        return one < 0 || other < 0 ? Double.NaN : one == other ? 1 : 0;
    }

    /** Midranks from 0 to 1; NaN where there is no number. */
    static double[] ranks(double[] numbers) {
        double[] sorted =
                Arrays.stream(numbers).filter(v -> !Double.isNaN(v)).sorted().toArray();
        double[] ranks = new double[numbers.length];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = Double.isNaN(numbers[i])
                    ? Double.NaN
                    : midrank(sorted, numbers[i]) / Math.max(1, sorted.length - 1);
        }
        return ranks;
    }

    private static double midrank(double[] sorted, double value) {
        int first = lowerBound(sorted, value, false);
        int end = lowerBound(sorted, value, true);
        return (first + end - 1) / 2.0;
    }

    private static int lowerBound(double[] sorted, double value, boolean beyond) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = beyond ? sorted[middle] <= value : sorted[middle] < value;
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Of two sets, both ascending. */
    private static double cosine(int[] one, int[] other) {
        if (one.length == 0 || other.length == 0) {
            return Double.NaN;
        }
        int shared = 0;
        for (int a = 0, b = 0; a < one.length && b < other.length; ) {
            if (one[a] == other[b]) {
                shared++;
            }
            int left = one[a];
            a += left <= other[b] ? 1 : 0;
            b += left >= other[b] ? 1 : 0;
        }
        return shared / Math.sqrt((double) one.length * other.length);
    }

    private static Likeness likeness(String name, double[] near, double[] chance) {
        double[] a = meanAndError(near);
        double[] b = meanAndError(chance);
        double error = Math.sqrt(a[1] * a[1] + b[1] * b[1]);
        double room = Math.max(1e-12, 1 - b[0]);
        boolean known = Double.isFinite(a[0]) && Double.isFinite(b[0]) && error > 0;
        return new Likeness(name, known ? (a[0] - b[0]) / room : 0, known ? (a[0] - b[0]) / error : 0);
    }

    private static double[] meanAndError(double[] values) {
        int known = 0;
        double sum = 0;
        for (double v : values) {
            known += Double.isNaN(v) ? 0 : 1;
            sum += Double.isNaN(v) ? 0 : v;
        }
        double mean = sum / known;
        double squares = 0;
        for (double v : values) {
            squares += Double.isNaN(v) ? 0 : (v - mean) * (v - mean);
        }
        return new double[] {mean, Math.sqrt(squares / known / Math.max(1, known - 1))};
    }
}
