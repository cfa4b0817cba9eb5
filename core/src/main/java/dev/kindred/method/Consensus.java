package dev.kindred.method;

import java.util.Arrays;
import java.util.List;

/**
 * The vote of several clusterings (Strehl and Ghosh, 2002; by relabelling and voting): their clusters are matched with those of a reference, largest overlap
 * first, and each node's votes are counted; once more, with the vote itself as the reference.
 */
public final class Consensus {
    private Consensus() {}

    /**
     * Votes.
     *
     * @param voters {@code [n]} labels each, 0 .. k-1; the first is the reference
     */
    public static Grouping of(List<int[]> voters, int clusters) {
        Grouping first = vote(voters, voters.getFirst(), clusters);
        return vote(voters, first.labels(), clusters);
    }

    private static Grouping vote(List<int[]> voters, int[] reference, int clusters) {
        double[] shares = new double[reference.length * clusters];
        for (int[] voter : voters) {
            int[] name = matched(voter, reference, clusters);
            for (int i = 0; i < voter.length; i++) {
                shares[i * clusters + name[voter[i]]] += 1.0 / voters.size();
            }
        }
        return new Grouping(Method.AUTO, clusters, shares);
    }

    /** The cluster of the reference that each cluster stands for, each once. */
    private static int[] matched(int[] labels, int[] reference, int clusters) {
        int[][] overlap = new int[clusters][clusters];
        for (int i = 0; i < labels.length; i++) {
            overlap[labels[i]][reference[i]]++;
        }
        int[] name = new int[clusters];
        Arrays.fill(name, -1);
        boolean[] taken = new boolean[clusters];
        for (int turn = 0; turn < clusters; turn++) {
            int own = -1;
            int other = -1;
            for (int c = 0; c < clusters; c++) {
                for (int d = 0; name[c] < 0 && d < clusters; d++) {
                    if (!taken[d] && (own < 0 || overlap[c][d] > overlap[own][other])) {
                        own = c;
                        other = d;
                    }
                }
            }
            name[own] = other;
            taken[other] = true;
        }
        return name;
    }
}
