package dev.kindred.autograd;

import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * A trained matrix with its gradient and Adam's two moments: {@code 16 rows columns} bytes. A bias or an attention vector is a matrix of
 * one row. A parameter knows its name and layout in files.
 */
public final class Parameter {
    /**
     * How a parameter is stored in files.
     *
     * @param name name of the tensor
     * @param shape shape of the tensor
     * @param order order of its elements
     */
    public record Stored(String name, List<Integer> shape, Order order) {
        /** OURS: row by row. TRANSPOSED: column by column, as PyTorch stores linear weights. */
        public enum Order {
            OURS,
            TRANSPOSED
        }

        public Stored {
            shape = List.copyOf(shape);
        }

        private static Stored plain(String name, int rows, int columns) {
            return new Stored(name, rows == 1 ? List.of(columns) : List.of(rows, columns), Order.OURS);
        }
    }

    private final Stored stored;
    private final Matrix value;
    private final Matrix gradient;
    private final Matrix first;
    private final Matrix second;

    /** A parameter that is stored row by row. */
    public Parameter(String name, Matrix value) {
        this(Stored.plain(name, value.rows(), value.columns()), value);
    }

    public Parameter(Stored stored, Matrix value) {
        this.stored = stored;
        this.value = value;
        this.gradient = Matrix.zeros(value.rows(), value.columns());
        this.first = Matrix.zeros(value.rows(), value.columns());
        this.second = Matrix.zeros(value.rows(), value.columns());
        if (stored.shape.stream().reduce(1, Math::multiplyExact) != value.data().length) {
            throw new IllegalArgumentException(
                    "stored shape of " + stored.name + ": expected that of " + value + ", got " + stored.shape);
        }
    }

    /** A parameter of zeros that is stored row by row. */
    public static Parameter zeros(String name, int rows, int columns) {
        return new Parameter(name, Matrix.zeros(rows, columns));
    }

    /** Uniform in {@code +-sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio, 2010). */
    public static Parameter glorot(Stored stored, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
        Parameter parameter = new Parameter(stored, Matrix.zeros(rows, columns));
        double bound = Math.sqrt(6.0 / (fanIn + fanOut));
        float[] data = parameter.value.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return parameter;
    }

    /** The weight of a linear map, {@code [inputs x outputs]}, Glorot-uniform; stored as {@code [outputs x inputs]}. */
    public static Parameter linear(String name, int inputs, int outputs, RandomStream random) {
        return glorot(
                new Stored(name, List.of(outputs, inputs), Stored.Order.TRANSPOSED),
                inputs,
                outputs,
                inputs,
                outputs,
                random);
    }

    /** The name of its tensor in files. */
    public String name() {
        return stored.name;
    }

    /** The shape of its tensor in files. */
    public int[] storedShape() {
        return stored.shape.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The elements of a matrix of this parameter's shape (value, gradient or moment) in the order of files. */
    public float[] toStored(Matrix matrix) {
        return stored.order == Stored.Order.OURS
                ? matrix.data().clone()
                : transposed(matrix.data(), matrix.rows(), matrix.columns());
    }

    /** Copies elements in the order of files into a matrix of this parameter's shape. */
    public void fromStored(float[] elements, Matrix into) {
        float[] ours = stored.order == Stored.Order.OURS
                ? elements
                : transposed(elements, /* rows= */ into.columns(), /* columns= */ into.rows());
        System.arraycopy(ours, 0, into.data(), 0, into.data().length);
    }

    private static float[] transposed(float[] elements, int rows, int columns) {
        float[] out = new float[elements.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = elements[i * columns + j];
            }
        }
        return out;
    }

    /** The trained values. */
    public Matrix value() {
        return value;
    }

    /** The gradient after {@link Tape#backward}; same shape as the value. */
    public Matrix gradient() {
        return gradient;
    }

    /** Adam's running mean of the gradient; same shape as the value. */
    public Matrix firstMoment() {
        return first;
    }

    /** Adam's running mean of the squared gradient; same shape as the value. */
    public Matrix secondMoment() {
        return second;
    }

    /** Sets both moments to 0, as before the first step of an optimizer. */
    public void forgetMoments() {
        Arrays.fill(first.data(), 0f);
        Arrays.fill(second.data(), 0f);
    }
}
