package dev.kindred.formats;

import dev.kindred.graph.Graph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.notice.Setting;

/** Collects the edges of a file between nodes that are numbers: checked, and what is left out counted. */
final class Edges {
    /** Below this number of nodes a small file may claim more nodes than it has bytes. */
    private static final int FEW_NODES = 1_000;

    private final String where;
    private final int nodes;
    private final Direction direction;
    private final GraphBuilder builder;
    private long given;
    private long zeros;
    private long bad;
    private long undirected;

    /**
     * @param where the file that messages name
     * @param direction that the graph shall have
     */
    Edges(String where, int nodes, Direction direction) {
        this.where = where;
        this.nodes = nodes;
        this.direction = direction;
        this.builder = new GraphBuilder(nodes, direction, GraphBuilder.SelfLoops.DROP);
    }

    /**
     * A number of nodes that a file claims, which nothing else in it need prove.
     *
     * @param bytes of the file
     * @throws InvalidInputException where it is 0 or more than such a file can describe
     */
    static int checkedNodes(String where, long claimed, long bytes) {
        if (claimed < 1) {
            throw new InvalidInputException(where + ": expected 1 node or more, got " + claimed);
        }
        if (claimed > Math.max(FEW_NODES, bytes) || claimed > Integer.MAX_VALUE - 8) {
            throw new InvalidInputException(where + ": expected at most " + Math.max(FEW_NODES, bytes)
                    + " nodes in a file of its size, got a claim of " + claimed);
        }
        return (int) claimed;
    }

    int nodes() {
        return nodes;
    }

    /** An edge that runs one way, or whose other way the file has, too. */
    void add(long from, long to, double weight) {
        given++;
        float kept = (float) weight;
        if (from < 0 || from >= nodes || to < 0 || to >= nodes) {
            throw new InvalidInputException(
                    where + ": expected edges between nodes 0 to " + (nodes - 1) + ", got " + from + " -> " + to);
        }
        if (kept == 0) {
            zeros++;
        } else if (kept > 0 && kept < Float.POSITIVE_INFINITY) {
            builder.add((int) from, (int) to, kept);
        } else {
            bad++;
        }
    }

    /** An edge that stands once in the file and runs both ways. */
    void addUndirected(long from, long to, double weight) {
        add(from, to, weight);
        undirected++;
        if (direction == Direction.DIRECTED && from != to) {
            add(to, from, weight);
            given--;
        }
    }

    long given() {
        return given;
    }

    Graph graph(Findings findings) {
        Graph graph = builder.build();
        GraphBuilder.Report report = builder.report();
        findings.irregular(zeros, "edges of weight 0 left out");
        findings.irregular(bad, "edges whose weight is not finite and above 0 left out");
        findings.irregular(report.selfLoops(), "self-loops left out");
        findings.irregular(report.duplicates(), "duplicate edges merged");
        if (direction == Direction.SYMMETRIC && undirected == 0) {
            findings.irregular(
                    graph.edges() / 2 - report.reciprocal(),
                    "one-way edges made two-way (" + Setting.DIRECTED.to(Direction.DIRECTED) + " keeps them)");
        }
        return graph;
    }
}
