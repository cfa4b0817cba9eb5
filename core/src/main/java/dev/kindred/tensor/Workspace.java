package dev.kindred.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Buffers that are reused from step to step. Steps request buffers in the same order, so the {@code i}-th request gets the {@code i}-th
 * buffer of the step before. Steps on other parts of a graph request other sizes: a buffer keeps the capacity of the largest request, and
 * smaller requests get the beginning of its array. After the first steps no buffer is allocated any more.
 *
 * <p>Steps of another kind (training, inference) request buffers in another order and would get large buffers for small requests. The first
 * step after a change of kind ({@link #reset(Reuse)}) therefore replaces every buffer that does not fit exactly.
 *
 * <p>A buffer's content is undefined until it is written. It belongs to the step until the next reset. Not thread-safe.
 */
public final class Workspace {
    /** Which buffers may serve a request. */
    public enum Reuse {
        /** Buffers of the requested size or larger, because the step requests buffers in the order of the one before. */
        LARGER,
        /** Buffers of exactly the requested size, because the step requests buffers in another order. */
        EXACT
    }

    private final List<Matrix> matrices = new ArrayList<>();
    private final List<int[]> indices = new ArrayList<>();
    private Reuse reuse = Reuse.LARGER;
    private int nextMatrix;
    private int nextIndices;

    /** The next buffer, with undefined content. */
    public Matrix matrix(int rows, int columns) {
        int index = nextMatrix++;
        if (index == matrices.size()) {
            matrices.add(Matrix.zeros(rows, columns));
            return matrices.get(index);
        }
        Matrix last = matrices.get(index);
        if (last.rows() != rows || last.columns() != columns || (reuse == Reuse.EXACT && hasRoom(last))) {
            matrices.set(
                    index,
                    serves((long) rows * columns, last.data().length)
                            ? Matrix.within(rows, columns, last.data())
                            : Matrix.zeros(rows, columns));
        }
        return matrices.get(index);
    }

    private static boolean hasRoom(Matrix matrix) {
        return matrix.data().length > matrix.size();
    }

    private boolean serves(long wanted, int capacity) {
        return reuse == Reuse.LARGER ? wanted <= capacity : wanted == capacity;
    }

    /** The next int buffer, with undefined content; it may be longer than requested. */
    public int[] indices(int size) {
        int index = nextIndices++;
        if (index == indices.size()) {
            indices.add(new int[size]);
        } else if (!serves(size, indices.get(index).length)) {
            indices.set(index, new int[size]);
        }
        return indices.get(index);
    }

    /** Ends the step; its buffers are reused by a step that requests them in the same order. */
    public void reset() {
        reset(Reuse.LARGER);
    }

    /** Ends the step and says how the next one reuses its buffers. */
    public void reset(Reuse next) {
        reuse = next;
        nextMatrix = 0;
        nextIndices = 0;
    }

    /** Bytes of all buffers. */
    public long sizeInBytes() {
        return matrices.stream().mapToLong(Matrix::sizeInBytes).sum()
                + indices.stream().mapToLong(i -> 4L * i.length).sum();
    }
}
