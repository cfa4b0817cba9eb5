package dev.kindred.bench;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.SparseFeatures;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Generated graphs that grow as wanted: a planted partition with degrees of a power law (exponent 3, as in preferential attachment). Nodes
 * stand in communities of about {@value #COMMUNITY}; of an edge's ends the first is drawn by the power law, the second likewise, in four
 * of five cases from the first one's community. Features are sparse words, half of a node's drawn from its community's own. The same
 * request gives the same graph.
 *
 * @param nodes n
 * @param edges undirected edges drawn; the few drawn twice count once
 * @param columns of the features
 * @param words stored values of each node
 */
record PlantedGraph(int nodes, int edges, int columns, int words) {
    /** Nodes of a community, about. */
    static final int COMMUNITY = 200;

    private static final double INSIDE = .8;
    private static final long SEED = 20_261_124;

    AttributedGraph make() {
        SplittableRandom random = new SplittableRandom(SEED);
        int communities = Math.max(2, nodes / COMMUNITY);
        // Names are shuffled: rank and community must not show in a node's number.
        int[] name = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            int other = random.nextInt(i + 1);
            name[i] = name[other];
            name[other] = i;
        }
        GraphBuilder builder = GraphBuilder.symmetric(nodes);
        for (int e = 0; e < edges; e++) {
            int from = rank(random, nodes);
            int to;
            do {
                to = random.nextDouble() < INSIDE
                        ? from % communities
                                + communities * rank(random, (nodes - 1 - from % communities) / communities + 1)
                        : rank(random, nodes);
            } while (to == from);
            builder.add(name[from], name[to]);
        }
        Graph graph = builder.build();
        return new AttributedGraph(graph, features(random, communities, name));
    }

    /** Ranks below {@code count}, dense near 0 as {@code 1 / sqrt(rank)}: degrees follow a power law of exponent 3. */
    private static int rank(SplittableRandom random, int count) {
        double u = random.nextDouble();
        return Math.min(count - 1, (int) (count * u * u));
    }

    private SparseFeatures features(SplittableRandom random, int communities, int[] name) {
        int[][] rows = new int[nodes][];
        for (int i = 0; i < nodes; i++) {
            int own = Math.toIntExact((long) (i % communities) * columns / communities);
            int[] row = new int[words];
            for (int w = 0; w < words; w++) {
                int offset = w % 2 == 0 ? random.nextInt(Math.min(columns, 2 * words)) : random.nextInt(columns);
                row[w] = (own + offset) % columns;
            }
            rows[name[i]] = Arrays.stream(row).sorted().distinct().toArray();
        }
        long[] offsets = new long[nodes + 1];
        for (int i = 0; i < nodes; i++) {
            offsets[i + 1] = offsets[i] + rows[i].length;
        }
        int[] indices = new int[Math.toIntExact(offsets[nodes])];
        for (int i = 0; i < nodes; i++) {
            System.arraycopy(rows[i], 0, indices, (int) offsets[i], rows[i].length);
        }
        float[] values = new float[indices.length];
        Arrays.fill(values, 1f);
        return new SparseFeatures(columns, offsets, indices, values);
    }
}
