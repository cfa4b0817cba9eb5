package dev.kindred.sweep;

import dev.kindred.tensor.Compute;
import java.util.List;

/** Finds clusters for any number of them on one graph: the data, or a draw in which structure was destroyed. */
sealed interface Search permits BlockSearch, VoteSearch {
    /** Clusters for one k, by itself: searches for different k run on different threads. */
    Found find(int k, Compute compute);

    /** What the clusters for one k teach about those for another; returns them in the same order. */
    default List<Found> refined(List<Found> found, Compute compute) {
        return found;
    }
}
