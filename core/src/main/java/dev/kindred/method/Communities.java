package dev.kindred.method;

import java.util.HashMap;
import java.util.Map;

/**
 * Leiden communities merged to any number of groups. For k groups, the coarsest resolution that has k communities of at least a hundredth of the nodes is
 * taken; each resolution is computed once, when it is first asked for. Safe for use from many threads.
 */
public final class Communities {
    /** Stored edges from which on fewer resolutions have to do. */
    private static final long LARGE = 200_000;
    /** From coarse to fine. */
    private static final double[] RESOLUTIONS = {.2, .35, .5, .7, 1, 1.5, 2.5, 5};

    private static final double[] RESOLUTIONS_OF_LARGE = {.3, 1, 3};

    private final Leiden leiden;
    private final boolean large;
    private final long seed;
    private final Map<Double, int[]> found = new HashMap<>();

    /**
     * Communities of a graph.
     *
     * @param seed of the algorithm
     */
    public Communities(EdgeCounts edges, long seed) {
        this.leiden = new Leiden(edges);
        this.large = edges.entries() > LARGE;
        this.seed = seed;
    }

    /** {@code [n]} groups, 0 .. k-1; fewer where there are not as many communities. */
    public int[] merged(int k) {
        double used = 1;
        int[] communities = {};
        for (double resolution : large ? RESOLUTIONS_OF_LARGE : RESOLUTIONS) {
            used = resolution;
            communities = at(resolution);
            if (sizeable(communities) >= k) {
                break;
            }
        }
        return leiden.merged(communities, k, used);
    }

    private synchronized int[] at(double resolution) {
        return found.computeIfAbsent(resolution, r -> leiden.communities(r, seed, large ? 3 : 10));
    }

    /** Communities of at least a hundredth of the nodes. */
    private static int sizeable(int[] communities) {
        int[] sizes = new int[communities.length];
        int count = 0;
        for (int c : communities) {
            sizes[c]++;
        }
        for (int size : sizes) {
            count += size * 100L >= communities.length && size > 1 ? 1 : 0;
        }
        return count;
    }
}
