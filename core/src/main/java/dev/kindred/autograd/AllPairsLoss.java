package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import java.util.Arrays;

/**
 * The paper's reconstruction loss (DAEGC, eq. 8): binary cross-entropy over all {@code n^2} ordered pairs, where edges and pairs of a node
 * with itself are positives. Logits are {@code logitScale z_i . z_j}, computed in tiles: {@code O(n^2 h)} time, but no {@code n x n}
 * matrix. Meant for n up to about 20,000.
 */
public final class AllPairsLoss {
    private static final int TILE_ROWS = 48;
    private static final int TILE_COLUMNS = 256;

    private AllPairsLoss() {}

    /**
     * Adds the loss of all pairs to the gradient of z.
     *
     * @param z {@code [n x h]}
     * @param edges a symmetric graph
     * @param weight factor of the gradient
     * @return the mean loss, not multiplied by {@code weight}
     */
    public static double apply(Tape tape, Variable z, EdgeSet edges, double logitScale, double weight) {
        Graph graph = edges.graph();
        if (!graph.isSymmetric()) {
            throw new IllegalArgumentException("edges: expected a symmetric graph, got " + graph);
        }
        Kernels kernels = tape.kernels();
        int nodes = z.rows();
        int width = z.columns();
        float[] rows = z.value().data();
        float[] transposed = transposed(tape, rows, nodes, width);
        boolean recording = tape.isTraining() && z.isDifferentiable();
        boolean adding = recording && z.hasGradient();
        float[] dz = recording ? z.gradient().data() : rows;
        double each = nodes == 0 ? 0 : 1.0 / ((double) nodes * nodes);
        // Each pair occurs in both orders, so row i gets its gradient twice.
        float scale = (float) (2 * weight * logitScale * each);
        Chunks chunks = Chunks.ofRows(nodes, 6L * nodes * width);
        double[] losses = new double[chunks.count()];
        float[] scratch =
                tape.matrix(tape.workers().threads(), TILE_ROWS * TILE_COLUMNS).data();
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            if (recording && !adding) {
                Arrays.fill(dz, chunks.from(chunk) * width, chunks.to(chunk) * width, 0f);
            }
            int base = worker * TILE_ROWS * TILE_COLUMNS;
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i += TILE_ROWS) {
                int count = Math.min(TILE_ROWS, chunks.to(chunk) - i);
                for (int j = 0; j < nodes; j += TILE_COLUMNS) {
                    int across = Math.min(TILE_COLUMNS, nodes - j);
                    kernels.multiply(
                            rows,
                            i * width,
                            width,
                            1,
                            count,
                            width,
                            transposed,
                            j,
                            nodes,
                            scratch,
                            base,
                            across,
                            across,
                            false);
                    if (logitScale != 1) {
                        kernels.scaleInPlace((float) logitScale, scratch, base, count * across);
                    }
                    // All pairs are first taken as negatives; a positive differs by its logit in the loss and by 1 in
                    // the gradient.
                    losses[chunk] -= yesLogits(graph, i, count, j, across, scratch, base, 0f);
                    losses[chunk] += kernels.noLossInPlace(scratch, base, base + count * across, scale);
                    yesLogits(graph, i, count, j, across, scratch, base, scale);
                    if (recording) {
                        kernels.multiply(
                                scratch, base, across, 1, count, across, rows, j * width, width, dz, i * width, width,
                                width, true);
                    }
                }
            }
        });
        return Arrays.stream(losses).sum() * each;
    }

    /** Sums the tile's values at positive pairs, and subtracts {@code less} from each. */
    private static double yesLogits(
            Graph graph, int row, int rows, int column, int columns, float[] tile, int base, float less) {
        double sum = 0;
        for (int i = row; i < row + rows; i++) {
            int at = base + (i - row) * columns - column;
            if (i >= column && i < column + columns && !graph.hasEdge(i, i)) {
                sum += tile[at + i];
                tile[at + i] -= less;
            }
            int e = firstAtLeast(graph, i, column);
            for (; e < graph.rowOffsets()[i + 1] && graph.columns()[e] < column + columns; e++) {
                sum += tile[at + graph.columns()[e]];
                tile[at + graph.columns()[e]] -= less;
            }
        }
        return sum;
    }

    private static int firstAtLeast(Graph graph, int row, int column) {
        int found = Arrays.binarySearch(
                graph.columns(), (int) graph.rowOffsets()[row], (int) graph.rowOffsets()[row + 1], column);
        return found >= 0 ? found : -found - 1;
    }

    private static float[] transposed(Tape tape, float[] rows, int nodes, int width) {
        float[] out = tape.matrix(width, nodes).data();
        Chunks chunks = Chunks.ofRows(nodes, 4L * width);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                for (int c = 0; c < width; c++) {
                    out[c * nodes + i] = rows[i * width + c];
                }
            }
        });
        return out;
    }
}
