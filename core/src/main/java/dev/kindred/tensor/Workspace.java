package dev.kindred.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Buffers reused from step to step. A step asks for its buffers in the same order each time, so the {@code i}-th request of a step is
 * served with the {@code i}-th buffer of the step before; a steady-state step allocates nothing. A buffer's content is undefined until
 * written and it belongs to the step until {@link #reset}. Not safe for use from many threads.
 */
public final class Workspace {
    private final List<Matrix> matrices = new ArrayList<>();
    private final List<int[]> indices = new ArrayList<>();
    private int nextMatrix;
    private int nextIndices;

    /** The next buffer, of undefined content. */
    public Matrix matrix(int rows, int columns) {
        if (nextMatrix < matrices.size()) {
            Matrix reused = matrices.get(nextMatrix);
            if (reused.rows() == rows && reused.columns() == columns) {
                nextMatrix++;
                return reused;
            }
            matrices.set(nextMatrix, Matrix.zeros(rows, columns));
        } else {
            matrices.add(Matrix.zeros(rows, columns));
        }
        return matrices.get(nextMatrix++);
    }

    /** The next buffer of whole numbers, of undefined content. */
    public int[] indices(int size) {
        if (nextIndices < indices.size()) {
            int[] reused = indices.get(nextIndices);
            if (reused.length != size) {
                indices.set(nextIndices, new int[size]);
            }
        } else {
            indices.add(new int[size]);
        }
        return indices.get(nextIndices++);
    }

    /** Ends the step: its buffers may be handed out again. */
    public void reset() {
        nextMatrix = 0;
        nextIndices = 0;
    }

    /** Bytes held. */
    public long sizeInBytes() {
        return matrices.stream().mapToLong(Matrix::sizeInBytes).sum()
                + indices.stream().mapToLong(i -> 4L * i.length).sum();
    }
}
