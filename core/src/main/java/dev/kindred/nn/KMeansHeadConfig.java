package dev.kindred.nn;

/**
 * A head for two-step methods: k-means on the pretrained embedding sets the centers, and there is no loss.
 *
 * @param clusters k, number of clusters, 2 or more
 * @param assignment how nodes are assigned to centers
 */
public record KMeansHeadConfig(int clusters, Assignment assignment) implements HeadConfig {
    public KMeansHeadConfig {
        if (clusters < 2) {
            throw new IllegalArgumentException("clusters: expected 2 or more, got " + clusters);
        }
    }

    @Override
    public boolean hasLoss() {
        return false;
    }
}
