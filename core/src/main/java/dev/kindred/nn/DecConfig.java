package dev.kindred.nn;

/**
 * The cluster head of DEC (Xie et al., 2016): centers are trained toward a target distribution.
 *
 * @param clusters k, number of clusters, 2 or more
 * @param assignment how nodes are assigned to centers
 * @param clusteringWeight gamma, weight of the clustering loss in finetuning, 0 or more
 * @param updateInterval T, training steps between two computations of the target distribution, 1 or more
 */
public record DecConfig(int clusters, Assignment assignment, double clusteringWeight, int updateInterval)
        implements HeadConfig {
    public DecConfig {
        if (clusters < 2) {
            throw new IllegalArgumentException("clusters: expected 2 or more, got " + clusters);
        }
        if (!(clusteringWeight >= 0) || clusteringWeight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "clusteringWeight: expected finite and 0 or more, got " + clusteringWeight);
        }
        if (updateInterval < 1) {
            throw new IllegalArgumentException("updateInterval: expected 1 or more, got " + updateInterval);
        }
    }

    @Override
    public boolean hasLoss() {
        return true;
    }
}
