package dev.kindred.method;

import dev.kindred.cluster.KMeans;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From a fit of a block model to a better one, where its start led to a poor optimum: one group is dissolved into its nodes' second choices, another is halved
 * in its place, and the few of these moves that explain most as they are get fitted (split and merge EM, Ueda et al., 2000). Ends when none is better.
 *
 * @param data that is fitted
 * @param space {@code [n x h]} in which groups are halved
 * @param seed of the halving
 */
record SplitAndMerge(Prepared data, Matrix space, long seed, Compute compute) {
    private static final int ROUNDS = 4;
    private static final int FITTED = 3;
    private static final int RESTARTS = 3;
    /** Groups smaller than this are not halved. */
    private static final int LEAST_HALVED = 8;
    /** Nodes times the third power of groups, above which the moves of one round take longer than all fits. */
    private static final double MOST_WORK = 5e7;

    /** A start and what it explains as it is. */
    private record Move(int[] labels, double bound) {}

    BlockModel.Fit improved(BlockModel.Fit fit) {
        double k = fit.clusters();
        if (k < 3 || data.nodes() * k * k * k > MOST_WORK || space.columns() == 0) {
            return fit;
        }
        BlockModel.Fit best = fit;
        for (int round = 0; round < ROUNDS; round++) {
            boolean better = false;
            for (int[] start : moves(best)) {
                BlockModel.Fit moved =
                        BlockModel.fit(data.edges(), BlockLikelihood.of(data.attributes()), best.clusters(), start);
                if (moved.betterThan(best)) {
                    best = moved;
                    better = true;
                }
            }
            if (!better) {
                break;
            }
        }
        return best;
    }

    private List<int[]> moves(BlockModel.Fit from) {
        int k = from.clusters();
        Grouping grouping = new Grouping(Method.BLOCKS, k, from.shares());
        int[] labels = grouping.labels();
        int[] second = grouping.second();
        List<BlockLikelihood> attributes = BlockLikelihood.of(data.attributes());
        List<Move> moves = new ArrayList<>();
        for (int whole = 0; whole < k; whole++) {
            boolean[] half = half(labels, whole);
            for (int gone = 0; gone < k && half.length > 0; gone++) {
                if (gone != whole) {
                    int[] start = new int[labels.length];
                    for (int i = 0; i < start.length; i++) {
                        int kept = labels[i] == gone ? second[i] : labels[i];
                        start[i] = half[i] ? gone : kept;
                    }
                    double bound =
                            BlockModel.of(data.edges(), attributes, k, start).bound();
                    moves.add(new Move(start, bound));
                }
            }
        }
        return moves.stream()
                .sorted(Comparator.comparingDouble(Move::bound).reversed())
                .limit(FITTED)
                .map(Move::labels)
                .toList();
    }

    /** {@code [n]} whether a node lies in the half of a group that leaves it; empty for a small group. */
    private boolean[] half(int[] labels, int whole) {
        int width = space.columns();
        int size = 0;
        for (int label : labels) {
            size += label == whole ? 1 : 0;
        }
        if (size < LEAST_HALVED) {
            return new boolean[0];
        }
        float[] rows = new float[size * width];
        int at = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == whole) {
                System.arraycopy(space.data(), i * width, rows, at++ * width, width);
            }
        }
        int[] halves = KMeans.of(2, RESTARTS)
                .fit(compute, new Matrix(size, width, rows), seed)
                .labels();
        boolean[] half = new boolean[labels.length];
        at = 0;
        for (int i = 0; i < labels.length; i++) {
            half[i] = labels[i] == whole && halves[at++] == 1;
        }
        return half;
    }
}
