package dev.kindred.select;

import dev.kindred.method.BlockLikelihood;
import dev.kindred.method.BlockModel;
import dev.kindred.method.Prepared;
import java.util.Arrays;
import java.util.List;

/**
 * Scores of clusters that read no labels.
 *
 * @param clusters that have a node
 * @param largest share of the nodes in the largest one
 * @param modularity by the edges, weights counted; resolution 1
 * @param coverage by the edges: {@code 1 - cut - .3 sum (volume / total)^2}, which follows classes better than modularity does
 * @param edgeBits a node that the clusters explain of the edges, by the block model
 * @param attributeBits a node that they explain of the attributes; more than are there where columns depend on one another
 */
public record MethodScores(
        int clusters, double largest, double modularity, double coverage, double edgeBits, double attributeBits) {
    private static final double RESOLUTION = .3;

    /**
     * Scores clusters.
     *
     * @param labels {@code [n]}, 0 .. k-1
     * @param clusters k
     */
    public static MethodScores of(Prepared data, int[] labels, int clusters) {
        List<BlockLikelihood> attributes = BlockLikelihood.of(data.attributes());
        BlockModel.Fit fit = BlockModel.of(data.edges(), attributes, clusters, labels);
        int[] sizes = new int[clusters];
        for (int label : labels) {
            sizes[label]++;
        }
        double bits = 1 / Math.log(2) / Math.max(1, labels.length);
        return new MethodScores(
                (int) Arrays.stream(sizes).filter(size -> size > 0).count(),
                (double) Arrays.stream(sizes).max().orElse(0) / Math.max(1, labels.length),
                data.edges().modularity(labels, 1),
                data.edges().modularity(labels, RESOLUTION),
                fit.edgeNats() * bits,
                fit.attributeNats() * bits);
    }
}
