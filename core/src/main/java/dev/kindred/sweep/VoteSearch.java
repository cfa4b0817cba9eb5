package dev.kindred.sweep;

import dev.kindred.method.Consensus;
import dev.kindred.method.Grouping;
import dev.kindred.method.HalfSample;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * k-means in several spaces, each on several random halves of the nodes. What is scored is their vote; how far they agree, across spaces and halves, says
 * whether k is a property of the data.
 *
 * @param spaces {@code [n x h]} each: smoothed attributes, the network's embedding
 * @param seeds number of halves in each space
 * @param first seed
 */
record VoteSearch(List<Matrix> spaces, int seeds, long first) implements Search {
    VoteSearch {
        spaces = List.copyOf(spaces);
    }

    @Override
    public Found find(int k, Compute compute) {
        List<int[]> clusterings = new ArrayList<>();
        for (int s = 0; s < seeds; s++) {
            for (Matrix space : spaces) {
                clusterings.add(HalfSample.labels(space, k, first + s, compute));
            }
        }
        Grouping vote = Consensus.of(clusterings, k);
        return new Found(k, vote.labels(), vote.second(), null, Found.agreement(clusterings));
    }
}
