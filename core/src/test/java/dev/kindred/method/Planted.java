package dev.kindred.method;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.GraphBuilder;
import java.util.List;
import java.util.Random;

/**
 * A planted graph for tests.
 *
 * @param graph its nodes in groups
 * @param labels {@code [n]} the groups
 * @param blocks of the features
 */
public record Planted(AttributedGraph graph, int[] labels, List<FeatureBlock> blocks) {
    /**
     * Three groups of two numbers and a category.
     *
     * @param inside share of edges that stay in a group, beside those that do by chance
     * @param distance of the groups' means
     */
    public static Planted of(int nodes, double inside, double distance, long seed) {
        Random random = new Random(seed);
        int[] labels = new int[nodes];
        float[] values = new float[nodes * 5];
        for (int i = 0; i < nodes; i++) {
            labels[i] = i % 3;
            values[i * 5] = (float) (labels[i] * distance + random.nextGaussian());
            values[i * 5 + 1] = (float) ((labels[i] == 1 ? distance : 0) + random.nextGaussian());
            int category = distance > 0 && random.nextDouble() < .6 ? labels[i] : random.nextInt(3);
            values[i * 5 + 2 + category] = 1;
        }
        GraphBuilder builder = GraphBuilder.symmetric(nodes);
        for (int e = 0; e < 4 * nodes; e++) {
            int a = random.nextInt(nodes);
            int b = random.nextDouble() < inside ? random.nextInt(nodes / 3) * 3 + labels[a] : random.nextInt(nodes);
            if (a != b && b < nodes) {
                builder.add(a, b);
            }
        }
        return new Planted(
                new AttributedGraph(builder.build(), new DenseFeatures(nodes, 5, values)),
                labels,
                List.of(
                        new FeatureBlock("age", FeatureBlock.Kind.NUMBER, 0, 1),
                        new FeatureBlock("income", FeatureBlock.Kind.NUMBER, 1, 1),
                        new FeatureBlock("city", FeatureBlock.Kind.CATEGORY, 2, 3)));
    }

    /** Made ready. */
    public Prepared prepared() {
        return Prepared.of(graph, blocks);
    }
}
