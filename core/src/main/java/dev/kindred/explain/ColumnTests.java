package dev.kindred.explain;

import dev.kindred.explain.Trait.Measure;
import dev.kindred.explain.Trait.Test;
import dev.kindred.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tests every column in every cluster, members against all other nodes, and corrects all tests together. Only over-represented terms are looked for; flags and
 * numbers are tested both ways. Whether values are missing is tested as a flag would be, one way. A column that all nodes share gives no test.
 */
final class ColumnTests {
    /**
     * What a test found.
     *
     * @param value as in {@link Feature}
     * @param inside share or mean of members
     * @param outside of all others
     * @param all of all nodes
     * @param lift NaN for numbers
     */
    record Finding(
            int cluster,
            int column,
            int value,
            Test test,
            Measure measure,
            double inside,
            double outside,
            double all,
            double lift,
            double effect,
            double p,
            double q) {
        private Finding withQ(double corrected) {
            return new Finding(cluster, column, value, test, measure, inside, outside, all, lift, effect, p, corrected);
        }
    }

    /**
     * All findings of a run.
     *
     * @param significant those with q below the bound, by cluster, the largest effect first
     * @param tests that were made
     */
    record Result(List<List<Finding>> significant, long tests) {}

    private final ColumnValues values;
    private final int[] labels;
    private final int[] size;
    private final double bound;

    private ColumnTests(ColumnValues values, int[] labels, int clusters, double bound) {
        this.values = values;
        this.labels = labels;
        this.bound = bound;
        this.size = new int[clusters];
        for (int label : labels) {
            size[label]++;
        }
    }

    /**
     * Tests all columns.
     *
     * @param bound of q
     */
    static Result of(Workers workers, ColumnValues values, int[] labels, int clusters, double bound) {
        ColumnTests tests = new ColumnTests(values, labels, clusters, bound);
        int columns = values.columns().size();
        List<List<Finding>> found = new ArrayList<>();
        long[] made = new long[columns];
        for (int column = 0; column < columns; column++) {
            found.add(new ArrayList<>());
        }
        workers.forEach(columns, (column, worker) -> made[column] = tests.test(column, found.get(column)));
        long all = Arrays.stream(made).sum();
        List<Finding> candidates = found.stream().flatMap(List::stream).toList();
        double[] q =
                FalseDiscovery.q(candidates.stream().mapToDouble(Finding::p).toArray(), all);
        List<List<Finding>> significant = new ArrayList<>();
        for (int cluster = 0; cluster < clusters; cluster++) {
            significant.add(new ArrayList<>());
        }
        for (int i = 0; i < q.length; i++) {
            if (q[i] < bound) {
                significant
                        .get(candidates.get(i).cluster())
                        .add(candidates.get(i).withQ(q[i]));
            }
        }
        significant.forEach(list -> list.sort((a, b) -> {
            int byEffect = Double.compare(Math.abs(b.effect()), Math.abs(a.effect()));
            int byP = byEffect != 0 ? byEffect : Double.compare(a.p(), b.p());
            int byColumn = byP != 0 ? byP : Integer.compare(a.column(), b.column());
            return byColumn != 0 ? byColumn : Integer.compare(a.value(), b.value());
        }));
        return new Result(significant, all);
    }

    private long test(int column, List<Finding> found) {
        return switch (values.columns().get(column).kind()) {
            case NUMBER, DATE -> numbers(column, found);
            case FLAG -> flags(column, found);
            case CATEGORY -> categories(column, found);
            case TERMS -> terms(column, found);
        };
    }

    private long terms(int column, List<Finding> found) {
        int terms = values.columns().get(column).values().size();
        int[] all = new int[terms];
        int[] inside = new int[Math.multiplyExact(terms, size.length)];
        values.forEachTerm(column, (node, term) -> {
            all[term]++;
            inside[term * size.length + labels[node]]++;
        });
        long tests = 0;
        for (int term = 0; term < terms; term++) {
            for (int cluster = 0; cluster < size.length; cluster++) {
                tests += shares(column, term, cluster, inside[term * size.length + cluster], all[term], 1, found);
            }
        }
        return tests;
    }

    private long flags(int column, List<Finding> found) {
        int[] codes = new int[labels.length];
        values.codesInto(column, codes);
        int[][] counts = counts(codes, 2);
        long tests = missing(column, counts, 2, found);
        for (int cluster = 0; cluster < size.length; cluster++) {
            int members = counts[cluster][0] + counts[cluster][1];
            int nodes = counts[size.length][0] + counts[size.length][1];
            boolean yes = (double) counts[cluster][1] * nodes >= (double) counts[size.length][1] * members;
            int value = yes ? 1 : 0;
            tests += shares(
                    column,
                    value,
                    cluster,
                    new Shares(counts[cluster][value], members, counts[size.length][value], nodes),
                    2,
                    found);
        }
        return tests;
    }

    private long categories(int column, List<Finding> found) {
        int categories = values.columns().get(column).values().size();
        int[] codes = new int[labels.length];
        values.codesInto(column, codes);
        int[][] counts = counts(codes, categories);
        long tests = missing(column, counts, categories, found);
        int[] all = Arrays.copyOf(counts[size.length], categories);
        int nodes = Arrays.stream(all).sum();
        boolean varies = Arrays.stream(all).filter(count -> count > 0).count() > 1;
        for (int cluster = 0; varies && cluster < size.length; cluster++) {
            int[] inside = Arrays.copyOf(counts[cluster], categories);
            int members = Arrays.stream(inside).sum();
            if (members > 0 && members < nodes) {
                tests++;
                CategoryTest test = CategoryTest.of(inside, all);
                if (test.category() >= 0 && test.p() <= bound) {
                    Shares shares = new Shares(inside[test.category()], members, all[test.category()], nodes);
                    found.add(finding(column, test.category(), cluster, shares, test.test(), test.p()));
                }
            }
        }
        return tests;
    }

    /** {@code [k + 1][values + 1]} nodes by cluster and code, those without one last; all clusters together last. */
    private int[][] counts(int[] codes, int values) {
        int[][] counts = new int[size.length + 1][values + 1];
        for (int i = 0; i < codes.length; i++) {
            int code = codes[i] < 0 ? values : codes[i];
            counts[labels[i]][code]++;
            counts[size.length][code]++;
        }
        return counts;
    }

    private long missing(int column, int[][] counts, int at, List<Finding> found) {
        long tests = 0;
        for (int cluster = 0; cluster < size.length; cluster++) {
            tests += shares(column, Feature.MISSING, cluster, counts[cluster][at], counts[size.length][at], 1, found);
        }
        return tests;
    }

    private long numbers(int column, List<Finding> found) {
        double[] numbers = new double[labels.length];
        values.numbersInto(column, numbers);
        RankSums ranks = new RankSums(numbers, labels, size.length);
        int[] without = new int[size.length];
        for (int i = 0; i < numbers.length; i++) {
            without[labels[i]] += Double.isNaN(numbers[i]) ? 1 : 0;
        }
        long tests = 0;
        for (int cluster = 0; cluster < size.length; cluster++) {
            tests += shares(
                    column, Feature.MISSING, cluster, without[cluster], numbers.length - ranks.known(), 1, found);
            if (ranks.comparable(cluster)) {
                tests++;
                double p = ranks.p(cluster);
                if (p <= bound) {
                    found.add(new Finding(
                            cluster,
                            column,
                            0,
                            Test.MANN_WHITNEY,
                            Measure.CLIFF,
                            ranks.mean(cluster),
                            ranks.meanOfOthers(cluster),
                            ranks.meanOfAll(),
                            Double.NaN,
                            ranks.delta(cluster),
                            p,
                            1));
                }
            }
        }
        return tests;
    }

    /**
     * Members that have a value, of all nodes that have it.
     *
     * @param hits members with it
     * @param members in all
     * @param marked nodes with it
     * @param nodes in all
     */
    private record Shares(int hits, int members, int marked, int nodes) {}

    private int shares(int column, int value, int cluster, int hits, int marked, int sides, List<Finding> found) {
        return shares(column, value, cluster, new Shares(hits, size[cluster], marked, labels.length), sides, found);
    }

    /** Tests whether a value is over-represented; returns the number of tests, 0 where there is nothing to compare. */
    private int shares(int column, int value, int cluster, Shares shares, int sides, List<Finding> found) {
        boolean comparable = shares.members > 0
                && shares.members < shares.nodes
                && shares.marked > 0
                && shares.marked < shares.nodes;
        if (!comparable) {
            return 0;
        }
        if ((double) shares.hits * shares.nodes > (double) shares.marked * shares.members) {
            double tail = Hypergeometric.upperTail(shares.hits, shares.members, shares.marked, shares.nodes);
            double p = Math.min(1, sides * tail);
            if (p <= bound) {
                found.add(finding(column, value, cluster, shares, Test.FISHER, p));
            }
        }
        return 1;
    }

    private static Finding finding(int column, int value, int cluster, Shares shares, Test test, double p) {
        double inside = (double) shares.hits / shares.members;
        double outside = (double) (shares.marked - shares.hits) / (shares.nodes - shares.members);
        double all = (double) shares.marked / shares.nodes;
        return new Finding(
                cluster,
                column,
                value,
                test,
                Measure.SHARES,
                inside,
                outside,
                all,
                inside / all,
                inside - outside,
                p,
                1);
    }
}
