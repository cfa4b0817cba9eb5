package dev.kindred.layout;

import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much two points want to be neighbors: t-SNE's symmetric probabilities (van der Maaten and Hinton, 2008, section 2 and 3.1) over nearest neighbors, as
 * compressed sparse rows. Each row's Gaussian has the given perplexity; {@code p_ij = (p_j|i + p_i|j) / 2n}, all of them together 1.
 *
 * @param offsets {@code [n + 1]}
 * @param columns ascending within a row
 * @param values p, each above 0
 */
record Affinities(int[] offsets, int[] columns, float[] values) {
    private static final int BISECTIONS = 60;
    private static final double TOLERANCE = 1e-5;

    /**
     * Affinities of {@code n} points.
     *
     * @param near their nearest neighbors; its arrays are overwritten, because at this size two more of them matter
     */
    static Affinities of(Compute compute, NearestNeighbors near, int n, double perplexity) {
        int k = near.count();
        int[] sorted = near.rows();
        float[] given = near.squaredDistances();
        Chunks chunks = Chunks.ofRows(n, 400L * Math.max(1, k));
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            double[] row = new double[k];
            long[] keys = new long[k];
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                conditional(near, i, perplexity, row);
                for (int c = 0; c < k; c++) {
                    keys[c] = (long) sorted[i * k + c] << 32 | c;
                }
                Arrays.sort(keys);
                for (int c = 0; c < k; c++) {
                    sorted[i * k + c] = (int) (keys[c] >> 32);
                    given[i * k + c] = (float) row[(int) keys[c]];
                }
            }
        });
        return symmetric(sorted, given, n, k);
    }

    /** {@code p_j|i} of one row: the width of its Gaussian is found by bisection. */
    private static void conditional(NearestNeighbors near, int i, double perplexity, double[] out) {
        int k = out.length;
        int known = 0;
        while (known < k && near.rows()[i * k + known] >= 0) {
            known++;
        }
        Arrays.fill(out, 0);
        if (known == 0) {
            return;
        }
        double least = near.squaredDistances()[i * k];
        double spread = near.squaredDistances()[i * k + known - 1] - least;
        if (!(spread > 0)) {
            Arrays.fill(out, 0, known, 1.0 / known);
            return;
        }
        double wanted = Math.log(Math.min(perplexity, known));
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double beta = 1 / spread;
        for (int step = 0; step < BISECTIONS; step++) {
            double sum = 0;
            double weighted = 0;
            for (int c = 0; c < known; c++) {
                double distance = near.squaredDistances()[i * k + c] - least;
                out[c] = Math.exp(-beta * distance);
                sum += out[c];
                weighted += out[c] * distance;
            }
            double entropy = Math.log(sum) + beta * weighted / sum;
            for (int c = 0; c < known; c++) {
                out[c] /= sum;
            }
            if (Math.abs(entropy - wanted) < TOLERANCE) {
                return;
            }
            if (entropy > wanted) {
                low = beta;
                beta = high == Double.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
            } else {
                high = beta;
                beta = (low + high) / 2;
            }
        }
    }

    /**
     * Joins what each point gives with what it is given.
     *
     * @param sorted {@code [n x k]} to whom each point gives, ascending, -1 for nobody
     * @param given {@code [n x k]} how much
     */
    private static Affinities symmetric(int[] sorted, float[] given, int n, int k) {
        int[] takenOffsets = new int[n + 1];
        for (int j : sorted) {
            if (j >= 0) {
                takenOffsets[j + 1]++;
            }
        }
        Arrays.parallelPrefix(takenOffsets, Integer::sum);
        int[] next = takenOffsets.clone();
        int[] taken = new int[takenOffsets[n]];
        for (int e = 0; e < sorted.length; e++) {
            if (sorted[e] >= 0) {
                taken[next[sorted[e]]++] = e;
            }
        }
        Join join = new Join(sorted, given, n, k, takenOffsets, taken);
        int[] offsets = new int[n + 1];
        for (int i = 0; i < n; i++) {
            offsets[i + 1] = offsets[i] + join.row(i, null, null, 0);
        }
        int[] columns = new int[offsets[n]];
        float[] values = new float[columns.length];
        for (int i = 0; i < n; i++) {
            join.row(i, columns, values, offsets[i]);
        }
        return new Affinities(offsets, columns, values);
    }

    /**
     * What the rows are joined from.
     *
     * @param takenOffsets {@code [n + 1]}
     * @param taken entries of {@code given} that lead to a point, ascending
     */
    private record Join(int[] sorted, float[] given, int n, int k, int[] takenOffsets, int[] taken) {
        /** Number of entries of a row; writes them where there are arrays. */
        int row(int i, int @Nullable [] columns, float @Nullable [] values, int from) {
            int a = i * k;
            int b = takenOffsets[i];
            int at = from;
            while (a < (i + 1) * k || b < takenOffsets[i + 1]) {
                int ja = a < (i + 1) * k ? sorted[a] : Integer.MAX_VALUE;
                int jb = b < takenOffsets[i + 1] ? taken[b] / k : Integer.MAX_VALUE;
                int j = Math.min(ja, jb);
                double sum = (ja == j ? given[a++] : 0) + (double) (jb == j ? given[taken[b++]] : 0);
                if (j >= 0 && sum > 0) {
                    if (columns != null && values != null) {
                        columns[at] = j;
                        values[at] = (float) (sum / (2.0 * n));
                    }
                    at++;
                }
            }
            return at - from;
        }
    }
}
