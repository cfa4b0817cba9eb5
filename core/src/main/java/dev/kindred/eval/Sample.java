package dev.kindred.eval;

/** Every so many nodes of a large graph: at most {@link #MOST_NODES}, evenly spaced, the same ones each time. */
final class Sample {
    static final int MOST_NODES = 20_000;

    private Sample() {}

    /** Nodes 0, stride, 2 stride, .. are in the sample; 1 where all are. */
    static int stride(int nodes) {
        return Math.max(1, Math.ceilDiv(nodes, MOST_NODES));
    }
}
