package dev.kindred;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.Features;
import dev.kindred.graph.SparseRows;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.ReconstructionConfig;
import dev.kindred.model.ReconstructionConfig.Weights;
import dev.kindred.nn.GatConfig;
import dev.kindred.nn.GatConfig.Dropout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The default preset for the data at hand. {@link Daegc#defaults(int)} was made on bags of words: rows scaled to length 1, nine values of ten
 * dropped. Few columns that say something each are ruined by both: two numbers on the unit circle lose their size, and dropout leaves most
 * rows empty. They are taken as they are, with little dropout. Edges count by their weights where they have any. The measurements are in
 * docs/ORDINARY.md.
 */
final class DefaultsByData {
    /** Dropout of features that are columns. */
    private static final double DROPOUT = .3;

    /** A block with more words is wide: nodes share few of them, and dropout of most is what makes training robust. */
    private static final int MOST_WORDS = 512;

    /** Longer lists of numbers are embeddings made elsewhere, whose columns mean nothing alone. */
    private static final int LONGEST_VECTOR = 64;

    /** So many yes-or-no columns are a bag of words. */
    private static final int MANY_FLAGS = 30;

    /** Columns without a table behind them are a bag of words where a smaller share of their cells is filled. */
    private static final double SPARSE = .5;

    /** Numbers without a table behind them are on one scale where mean and deviation of each column lie within these bounds. */
    private static final double LARGEST_MEAN = 1;

    private static final double LEAST_DEVIATION = .2;
    private static final double LARGEST_DEVIATION = 5;

    private DefaultsByData() {}

    static ModelConfig of(int clusters, AttributedGraph graph, @Nullable List<FeatureBlock> blocks) {
        ModelConfig config = Daegc.defaults(clusters);
        if (graph.graph().isWeighted() && config.objective() instanceof ReconstructionConfig reconstruction) {
            config = config.withObjective(reconstruction.withWeights(Weights.RELATIVE));
        }
        boolean columns = blocks == null ? areColumns(graph.features()) : areColumns(blocks);
        if (columns && config.encoder() instanceof GatConfig encoder) {
            config = config.withFeatures(Features.Normalization.NONE)
                    .withEncoder(encoder.withDropout(new Dropout(DROPOUT, 0, 0)));
        }
        return config;
    }

    /** Whether there are columns that say something each, and no wide block. */
    private static boolean areColumns(List<FeatureBlock> blocks) {
        long flags = blocks.stream()
                .filter(block -> block.kind() == FeatureBlock.Kind.BOOLEAN)
                .count();
        boolean wide = blocks.stream().anyMatch(block -> switch (block.kind()) {
            case TEXT -> block.columns() > MOST_WORDS;
            case VECTOR -> block.columns() > LONGEST_VECTOR;
            case NUMBER, BOOLEAN, CATEGORY, DATE, STRUCTURE -> false;
        });
        boolean telling = blocks.stream().anyMatch(block -> switch (block.kind()) {
            case NUMBER, CATEGORY, DATE, VECTOR -> true;
            case BOOLEAN -> flags < MANY_FLAGS;
            case TEXT, STRUCTURE -> false;
        });
        return telling && !wide && flags <= MOST_WORDS;
    }

    /** Whether features of unknown meaning are a few numbers on one scale. */
    private static boolean areColumns(Features features) {
        int columns = features.columns();
        if (columns == 0 || columns > LONGEST_VECTOR || features.rows() == 0) {
            return false;
        }
        double[] sums = new double[columns];
        double[] squares = new double[columns];
        long[] filled = {0};
        float[] least = {0};
        switch (features) {
            case DenseRows dense ->
                dense.forEachRow((row, values, from) -> {
                    for (int c = 0; c < columns; c++) {
                        sums[c] += values[from + c];
                        squares[c] += (double) values[from + c] * values[from + c];
                        least[0] = Math.min(least[0], values[from + c]);
                        filled[0] += values[from + c] == 0 ? 0 : 1;
                    }
                });
            case SparseRows sparse ->
                sparse.forEachRow((row, indices, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        sums[indices[e]] += values[e];
                        squares[indices[e]] += (double) values[e] * values[e];
                        least[0] = Math.min(least[0], values[e]);
                        filled[0] += values[e] == 0 ? 0 : 1;
                    }
                });
        }
        if (least[0] >= 0 && columns >= MANY_FLAGS && filled[0] < SPARSE * features.rows() * columns) {
            return false;
        }
        for (int c = 0; c < columns; c++) {
            double mean = sums[c] / features.rows();
            double deviation = Math.sqrt(Math.max(0, squares[c] / features.rows() - mean * mean));
            boolean constant = deviation <= 1e-6 * Math.max(1, Math.abs(mean));
            if (Math.abs(mean) > LARGEST_MEAN
                    || (!constant && (deviation < LEAST_DEVIATION || deviation > LARGEST_DEVIATION))) {
                return false;
            }
        }
        return true;
    }
}
