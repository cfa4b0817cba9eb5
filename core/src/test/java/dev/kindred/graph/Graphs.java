package dev.kindred.graph;

import dev.kindred.graph.Graph.Direction;
import java.util.Arrays;
import java.util.Random;

/** Graphs for tests: from literals, and seeded generators. */
public final class Graphs {
    private Graphs() {}

    /** {@code of("a-b, b-c, d")}: an undirected graph, nodes numbered by letter; a lone letter is an isolated node. */
    public static Graph of(String edges) {
        return build(Direction.SYMMETRIC, edges);
    }

    /** {@code directed("a-b")}: row a lists b. */
    public static Graph directed(String edges) {
        return build(Direction.DIRECTED, edges);
    }

    private static Graph build(Direction direction, String edges) {
        int nodes = edges.chars().filter(c -> c >= 'a' && c <= 'z').max().orElse('a' - 1) - 'a' + 1;
        GraphBuilder builder = new GraphBuilder(nodes, direction, GraphBuilder.SelfLoops.DROP);
        for (String edge :
                Arrays.stream(edges.split(",", -1)).map(String::strip).toList()) {
            if (edge.length() >= 3) {
                float weight = edge.length() > 4 ? Float.parseFloat(edge.substring(4)) : 1f;
                builder.add(edge.charAt(0) - 'a', edge.charAt(2) - 'a', weight);
            }
        }
        return builder.build();
    }

    /** Groups of equal size; pairs within a group are edges with probability {@code inside}, others with {@code between}. */
    public static Graph planted(int groups, int size, double inside, double between, long seed) {
        Random random = new Random(seed);
        GraphBuilder builder = GraphBuilder.symmetric(groups * size);
        for (int i = 0; i < groups * size; i++) {
            for (int j = 0; j < i; j++) {
                if (random.nextDouble() < (i / size == j / size ? inside : between)) {
                    builder.add(i, j);
                }
            }
        }
        return builder.build();
    }

    /** Each new node picks {@code links} older ones, by degree: hubs and many small nodes. */
    public static Graph powerLaw(int nodes, int links, long seed) {
        Random random = new Random(seed);
        GraphBuilder builder = GraphBuilder.symmetric(nodes);
        int[] ends = new int[2 * nodes * links + 2];
        int count = 0;
        ends[count++] = 0;
        for (int i = 1; i < nodes; i++) {
            for (int l = 0; l < links; l++) {
                int to = ends[random.nextInt(count)];
                builder.add(i, to);
                ends[count++] = to;
                ends[count++] = i;
            }
        }
        return builder.build();
    }

    /** Nodes without edges. */
    public static Graph empty(int nodes) {
        return Graph.of(Direction.DIRECTED, new long[nodes + 1], new int[0], null);
    }

    /** Node 0 with all others as neighbors. */
    public static Graph star(int nodes) {
        GraphBuilder builder = GraphBuilder.symmetric(nodes);
        for (int i = 1; i < nodes; i++) {
            builder.add(0, i);
        }
        return builder.build();
    }
}
