package dev.kindred.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Buffers reused from step to step. A step asks for its buffers in the same order each time, so the {@code i}-th request of a step is
 * served with the {@code i}-th buffer of the step before. A step on another part of the graph asks for other sizes: a buffer keeps the
 * capacity of the largest one, and smaller requests are given the beginning of its array. So a steady-state step allocates no buffer,
 * whatever the sizes of the parts.
 *
 * <p>Steps of another kind ask in another order, and would hold large buffers for small requests. The first step after a change of kind
 * ({@link #reset(Reuse)}) therefore replaces every buffer that does not fit exactly.
 *
 * <p>A buffer's content is undefined until written and it belongs to the step until the next reset. Not safe for use from many threads.
 */
public final class Workspace {
    /** Which buffers serve a request. */
    public enum Reuse {
        /** Those of its size or larger: the step asks in the order of the one before. */
        LARGER,
        /** Those of its very size: the step asks in another order. */
        EXACT
    }

    private final List<Matrix> matrices = new ArrayList<>();
    private final List<int[]> indices = new ArrayList<>();
    private Reuse reuse = Reuse.LARGER;
    private int nextMatrix;
    private int nextIndices;

    /** The next buffer, of undefined content. */
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

    /** The next buffer of whole numbers, of undefined content; it may be longer than asked for. */
    public int[] indices(int size) {
        int index = nextIndices++;
        if (index == indices.size()) {
            indices.add(new int[size]);
        } else if (!serves(size, indices.get(index).length)) {
            indices.set(index, new int[size]);
        }
        return indices.get(index);
    }

    /** Ends the step: its buffers may be handed out again, to a step that asks in the same order. */
    public void reset() {
        reset(Reuse.LARGER);
    }

    /** Ends the step and says how the next one reuses its buffers. */
    public void reset(Reuse next) {
        reuse = next;
        nextMatrix = 0;
        nextIndices = 0;
    }

    /** Bytes held. */
    public long sizeInBytes() {
        return matrices.stream().mapToLong(Matrix::sizeInBytes).sum()
                + indices.stream().mapToLong(i -> 4L * i.length).sum();
    }
}
