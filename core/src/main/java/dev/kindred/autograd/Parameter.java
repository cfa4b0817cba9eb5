package dev.kindred.autograd;

import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/**
 * A trained matrix with its gradient and Adam's two moments: {@code 16 rows columns} bytes. A bias or an attention vector is a matrix of
 * one row.
 */
public final class Parameter {
    private final String name;
    private final Matrix value;
    private final Matrix gradient;
    private final Matrix first;
    private final Matrix second;

    public Parameter(String name, Matrix value) {
        this.name = name;
        this.value = value;
        this.gradient = Matrix.zeros(value.rows(), value.columns());
        this.first = Matrix.zeros(value.rows(), value.columns());
        this.second = Matrix.zeros(value.rows(), value.columns());
    }

    public static Parameter zeros(String name, int rows, int columns) {
        return new Parameter(name, Matrix.zeros(rows, columns));
    }

    /** Uniform in {@code +-sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio, 2010). */
    public static Parameter glorot(String name, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
        Parameter parameter = zeros(name, rows, columns);
        double bound = Math.sqrt(6.0 / (fanIn + fanOut));
        float[] data = parameter.value.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return parameter;
    }

    public String name() {
        return name;
    }

    public Matrix value() {
        return value;
    }

    public Matrix gradient() {
        return gradient;
    }

    /** Adam's running mean of the gradient. */
    public Matrix firstMoment() {
        return first;
    }

    /** Adam's running mean of the squared gradient. */
    public Matrix secondMoment() {
        return second;
    }

    /** As before the first step of an optimizer. */
    public void forgetMoments() {
        Arrays.fill(first.data(), 0f);
        Arrays.fill(second.data(), 0f);
    }
}
