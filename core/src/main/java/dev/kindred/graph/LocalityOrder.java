package dev.kindred.graph;

import java.util.Arrays;

/**
 * Computes an order of the nodes in which neighbors are close together, so that loops over rows find most neighbors' rows in the caches:
 * Rabbit Order (Arai et al., IPDPS 2016). In ascending order of degree, each node joins the neighboring community that increases modularity
 * most; a depth-first walk through the tree of these unions gives the order.
 *
 * <p>Depends on the graph alone. About {@code O(e log n)} time, {@code O(n + e)} memory.
 */
final class LocalityOrder {
    private static final int NONE = -1;

    private final Adjacency graph;
    private final Adjacency.Block row = new Adjacency.Block();
    private final int nodes;
    /** {@code [n]} parent of each node in a union-find forest, whose roots represent communities; look-ups halve the paths. */
    private final int[] towards;
    /** {@code [n]} linked lists of the communities that joined a node's community, the last one first: heads and links. */
    private final int[] lastJoined;

    private final int[] joinedBefore;
    /** {@code [n]} sum of the degrees of the community that a node represents. */
    private final double[] strength;
    /** {@code [n]} edges of a community that joined another one, until the other one is processed. */
    private final Links[] links;
    /** {@code [n]} scratch: edges from the current community to each other one; all 0 between nodes. */
    private final float[] edgesTo;

    private final int[] touched;
    private int touchedCount;

    private record Links(int[] communities, float[] edges) {}

    private LocalityOrder(Adjacency graph) {
        this.graph = graph;
        this.nodes = graph.nodes();
        this.towards = new int[nodes];
        Arrays.setAll(towards, i -> i);
        this.lastJoined = new int[nodes];
        this.joinedBefore = new int[nodes];
        Arrays.fill(lastJoined, NONE);
        Arrays.fill(joinedBefore, NONE);
        this.strength = new double[nodes];
        Arrays.setAll(strength, graph::degree);
        this.links = new Links[nodes];
        this.edgesTo = new float[nodes];
        this.touched = new int[nodes];
    }

    /**
     * Computes the order.
     *
     * @param graph a symmetric graph
     * @return {@code [n]} a permutation: the node that comes first, second, ..
     */
    static int[] of(Adjacency graph) {
        return new LocalityOrder(graph).find();
    }

    private int[] find() {
        boolean[] isTop = new boolean[nodes];
        int[] turns = byDegree();
        for (int node : turns) {
            gatherLinks(node);
            int best = bestNeighbor(node);
            if (best == NONE) {
                isTop[node] = true;
            } else {
                join(node, best);
            }
            for (int i = 0; i < touchedCount; i++) {
                edgesTo[touched[i]] = 0;
            }
        }
        return depthFirst(turns, isTop);
    }

    private int[] byDegree() {
        int[] next = new int[graph.maxDegree() + 2];
        for (int i = 0; i < nodes; i++) {
            next[graph.degree(i) + 1]++;
        }
        for (int d = 1; d < next.length; d++) {
            next[d] += next[d - 1];
        }
        int[] sorted = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            sorted[next[graph.degree(i)]++] = i;
        }
        return sorted;
    }

    /** Collects the edges of a node's community to other ones: the node's own and those of the communities that joined it. */
    private void gatherLinks(int node) {
        touchedCount = 0;
        graph.load(node, node + 1, row);
        int[] columns = row.columns();
        int to = (int) (graph.rowOffsets()[node + 1] - row.first());
        for (int e = (int) (graph.rowOffsets()[node] - row.first()); e < to; e++) {
            addLink(node, columns[e], 1);
        }
        for (int child = lastJoined[node]; child != NONE; child = joinedBefore[child]) {
            Links before = links[child];
            for (int i = 0; i < before.communities.length; i++) {
                addLink(node, before.communities[i], before.edges[i]);
            }
            links[child] = NO_LINKS;
        }
    }

    private static final Links NO_LINKS = new Links(new int[0], new float[0]);

    private void addLink(int node, int to, float edges) {
        int community = representative(to);
        if (community != node) {
            if (edgesTo[community] == 0) {
                touched[touchedCount++] = community;
            }
            edgesTo[community] += edges;
        }
    }

    private int representative(int node) {
        int at = node;
        while (towards[at] != at) {
            towards[at] = towards[towards[at]];
            at = towards[at];
        }
        return at;
    }

    /** The community whose union with the node's community increases modularity most; {@link #NONE} if none does. */
    private int bestNeighbor(int node) {
        int best = NONE;
        double most = 0;
        for (int i = 0; i < touchedCount; i++) {
            int other = touched[i];
            double gain = edgesTo[other] - strength[node] * strength[other] / graph.edges();
            if (gain > most) {
                most = gain;
                best = other;
            }
        }
        return best;
    }

    private void join(int node, int other) {
        int[] communities = Arrays.copyOf(touched, touchedCount);
        float[] edges = new float[touchedCount];
        for (int i = 0; i < touchedCount; i++) {
            edges[i] = edgesTo[communities[i]];
        }
        links[node] = new Links(communities, edges);
        towards[node] = other;
        joinedBefore[node] = lastJoined[other];
        lastJoined[other] = node;
        strength[other] += strength[node];
    }

    private int[] depthFirst(int[] turns, boolean[] isTop) {
        int[] order = new int[nodes];
        int[] stack = new int[nodes];
        int found = 0;
        for (int top : turns) {
            if (!isTop[top]) {
                continue;
            }
            int height = 0;
            stack[height++] = top;
            while (height > 0) {
                int node = stack[--height];
                order[found++] = node;
                for (int child = lastJoined[node]; child != NONE; child = joinedBefore[child]) {
                    stack[height++] = child;
                }
            }
        }
        return order;
    }
}
