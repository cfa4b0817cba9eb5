package dev.kindred.explain;

/** Asks the trained model again about one node, with something taken away: how it is found what would move a node. */
public interface NodeProbe {
    /** Questions that are asked at most about one node. */
    int MOST = 200;

    /** Questions about a node that can be answered in good time, at most {@link #MOST}. */
    default int questions(int node) {
        return MOST;
    }

    /**
     * The soft assignment of a node when it lacks some of its edges and features.
     *
     * @param without what is taken away
     * @return {@code [k]}
     */
    float[] memberships(int node, Without without);

    /**
     * What a node lacks.
     *
     * @param neighbors other ends of the edges taken away, in both directions
     * @param features columns of the feature matrix that become 0 in the node's row
     */
    record Without(int[] neighbors, int[] features) {
        /** Nothing is taken away. */
        public static final Without NOTHING = new Without(new int[0], new int[0]);
    }
}
