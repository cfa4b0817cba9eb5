package dev.kindred.kernels;

import java.util.Arrays;

/** Simple scalar loops. They are used if the Vector API is missing, and the vector set is tested against them. */
public final class ScalarKernels implements Kernels {
    private static final float SLOPE = .2f;

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public float dot(float[] x, int xOffset, float[] y, int yOffset, int size) {
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum += x[xOffset + i] * y[yOffset + i];
        }
        return sum;
    }

    @Override
    public void dotsAt(
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] out,
            int outOffset) {
        for (int e = from; e < to; e++) {
            out[outOffset + e - from] = dot(x, xOffset, y, yOffset + rows[e] * yStride, size);
        }
    }

    @Override
    public void dots(
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int count,
            float[] out,
            int outOffset) {
        for (int r = 0; r < count; r++) {
            out[outOffset + r] = dot(x, xOffset, y, yOffset + r * yStride, size);
        }
    }

    @Override
    public void squaredDistances(
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int count,
            float[] out,
            int outOffset) {
        for (int r = 0; r < count; r++) {
            float sum = 0;
            for (int i = 0; i < size; i++) {
                float difference = x[xOffset + i] - y[yOffset + r * yStride + i];
                sum += difference * difference;
            }
            out[outOffset + r] = sum;
        }
    }

    @Override
    public void weightedSumAt(
            float[] weights,
            int weightsOffset,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] out,
            int outOffset,
            int size) {
        for (int e = from; e < to; e++) {
            addScaled(weights[weightsOffset + e - from], y, yOffset + rows[e] * yStride, out, outOffset, size);
        }
    }

    @Override
    public void weightedSum(
            float[] weights,
            int weightsOffset,
            float[] y,
            int yOffset,
            int yStride,
            int count,
            float[] out,
            int outOffset,
            int size) {
        for (int r = 0; r < count; r++) {
            addScaled(weights[weightsOffset + r], y, yOffset + r * yStride, out, outOffset, size);
        }
    }

    @Override
    public void leakyDotsAt(
            float[] a,
            int aOffset,
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] out,
            int outOffset) {
        for (int e = from; e < to; e++) {
            float sum = 0;
            for (int i = 0; i < size; i++) {
                float u = x[xOffset + i] + y[yOffset + rows[e] * yStride + i];
                sum += a[aOffset + i] * (u > 0 ? u : SLOPE * u);
            }
            out[outOffset + e - from] = sum;
        }
    }

    @Override
    public void leakySumsAt(
            float[] g,
            int gOffset,
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] slopes,
            int slopesOffset,
            float[] values,
            int valuesOffset) {
        for (int e = from; e < to; e++) {
            float gradient = g[gOffset + e - from];
            for (int i = 0; i < size; i++) {
                float u = x[xOffset + i] + y[yOffset + rows[e] * yStride + i];
                slopes[slopesOffset + i] += gradient * (u > 0 ? 1 : SLOPE);
                values[valuesOffset + i] += gradient * (u > 0 ? u : SLOPE * u);
            }
        }
    }

    @Override
    public void scoreGradients(
            float[] u,
            float[] v,
            int offset,
            int count,
            float[] a,
            float[] b,
            int abOffset,
            float[] x,
            int xOffset,
            int xStride,
            int size,
            float[] dx,
            float[] sums,
            int aSums,
            int bSums) {
        for (int r = 0; r < count; r++) {
            int row = xOffset + r * xStride;
            for (int i = 0; i < size; i++) {
                dx[row + i] += u[offset + r] * a[abOffset + i] + v[offset + r] * b[abOffset + i];
                sums[aSums + i] += u[offset + r] * x[row + i];
                sums[bSums + i] += v[offset + r] * x[row + i];
            }
        }
    }

    @Override
    public void sumRows(float[] x, int xOffset, int xStride, int count, float[] out, int outOffset, int size) {
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < size; i++) {
                out[outOffset + i] += x[xOffset + r * xStride + i];
            }
        }
    }

    @Override
    public void multiply(
            float[] a,
            int aOffset,
            int aRowStride,
            int aInnerStride,
            int rows,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            int width,
            boolean accumulate) {
        for (int r = 0; r < rows; r++) {
            int row = cOffset + r * cStride;
            if (!accumulate) {
                Arrays.fill(c, row, row + width, 0f);
            }
            for (int k = 0; k < inner; k++) {
                addScaled(a[aOffset + r * aRowStride + k * aInnerStride], b, bOffset + k * bStride, c, row, width);
            }
        }
    }

    @Override
    public void expInPlace(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = (float) Math.exp(Math.clamp(x[i], -87f, 88f));
        }
    }

    @Override
    public double yesLossInPlace(float[] x, int from, int to, float scale) {
        double loss = 0;
        for (int i = from; i < to; i++) {
            loss += softplus(-x[i]);
            x[i] = -scale * sigmoid(-x[i]);
        }
        return loss;
    }

    @Override
    public double weightedYesLossInPlace(float[] x, float[] weights, int from, int to, float scale) {
        double loss = 0;
        for (int i = from; i < to; i++) {
            loss += weights[i] * softplus(-x[i]);
            x[i] = -scale * weights[i] * sigmoid(-x[i]);
        }
        return loss;
    }

    @Override
    public double noLossInPlace(float[] x, int from, int to, float scale) {
        double loss = 0;
        for (int i = from; i < to; i++) {
            loss += softplus(x[i]);
            x[i] = scale * sigmoid(x[i]);
        }
        return loss;
    }

    private static double softplus(float x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    @Override
    public void logInPlace(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = (float) Math.log(x[i]);
        }
    }

    @Override
    public void eluInPlace(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!(x[i] > 0)) {
                x[i] = (float) Math.expm1(x[i]);
            }
        }
    }

    @Override
    public void eluGradientInPlace(float[] output, float[] gradient, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!(output[i] > 0)) {
                gradient[i] *= output[i] + 1;
            }
        }
    }

    @Override
    public void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int size) {
        for (int i = 0; i < size; i++) {
            y[yOffset + i] += a * x[xOffset + i];
        }
    }

    @Override
    public void scaleInPlace(float a, float[] y, int yOffset, int size) {
        for (int i = yOffset; i < yOffset + size; i++) {
            y[i] *= a;
        }
    }

    @Override
    public void adam(
            float[] gradient,
            int from,
            int to,
            float stepSize,
            float secondCorrection,
            float beta1,
            float beta2,
            float epsilon,
            float decay,
            float[] parameter,
            float[] first,
            float[] second) {
        for (int i = from; i < to; i++) {
            float g = gradient[i] + decay * parameter[i];
            first[i] = beta1 * first[i] + (1 - beta1) * g;
            second[i] = beta2 * second[i] + (1 - beta2) * g * g;
            parameter[i] -= stepSize * first[i] / ((float) Math.sqrt(second[i]) * secondCorrection + epsilon);
        }
    }
}
