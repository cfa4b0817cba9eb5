package dev.kindred.kernels;

import static dev.kindred.kernels.VectorMath.LANES;
import static dev.kindred.kernels.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Elementwise loops on the Vector API: elementary functions, losses of logits, scaled sums, Adam. */
public abstract sealed class VectorElementKernels implements Kernels permits VectorRowKernels {
    VectorElementKernels() {}

    // The loops below mask every vector, even full ones. A separate masked tail would be a second copy of the
    // polynomial, which the compiler does not inline, and a scalar tail takes longer than all full vectors of a short
    // row (docs/TUNING.md).

    @Override
    public void expInPlace(float[] x, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> inRange = SPECIES.indexInRange(i, to);
            VectorMath.exp(FloatVector.fromArray(SPECIES, x, i, inRange)).intoArray(x, i, inRange);
        }
    }

    @Override
    public double yesLossInPlace(float[] x, int from, int to, float scale) {
        // The loss of a positive with logit x is that of a negative with logit -x; the gradient changes its sign.
        return logisticLossInPlace(x, from, to, -1f, -scale);
    }

    @Override
    public double noLossInPlace(float[] x, int from, int to, float scale) {
        return logisticLossInPlace(x, from, to, 1f, scale);
    }

    /** Number of terms that are summed in float, which keeps six digits; the sums of blocks are added in double. */
    private static final int LOSS_BLOCK = 4096;

    /** With {@code v = sign x}: returns the sum of {@code softplus(v)} and replaces x by {@code scale sigmoid(v)}. */
    private static double logisticLossInPlace(float[] x, int from, int to, float sign, float scale) {
        double loss = 0;
        for (int block = from; block < to; block += LOSS_BLOCK) {
            loss += logisticLossOfBlock(x, block, Math.min(to, block + LOSS_BLOCK), sign, scale);
        }
        return loss;
    }

    private static double logisticLossOfBlock(float[] x, int from, int to, float sign, float scale) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> inRange = SPECIES.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(SPECIES, x, i, inRange).mul(sign);
            FloatVector t = VectorMath.exp(v.min(v.neg()));
            sums = sums.add(VectorMath.log1p(t).add(v.max(0f)), inRange);
            t.blend(one, v.compare(VectorOperators.GT, 0f))
                    .div(t.add(1f))
                    .mul(scale)
                    .intoArray(x, i, inRange);
        }
        return VectorMath.sum(sums);
    }

    // A loop of its own: a weight of 1 would cost the losses without weights a load and a product an element.

    @Override
    public double weightedYesLossInPlace(float[] x, float[] weights, int from, int to, float scale) {
        double loss = 0;
        for (int block = from; block < to; block += LOSS_BLOCK) {
            loss += weightedYesLossOfBlock(x, weights, block, Math.min(to, block + LOSS_BLOCK), scale);
        }
        return loss;
    }

    private static double weightedYesLossOfBlock(float[] x, float[] weights, int from, int to, float scale) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> inRange = SPECIES.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(SPECIES, x, i, inRange).neg();
            FloatVector w = FloatVector.fromArray(SPECIES, weights, i, inRange);
            FloatVector t = VectorMath.exp(v.min(v.neg()));
            sums = sums.add(VectorMath.log1p(t).add(v.max(0f)).mul(w), inRange);
            t.blend(one, v.compare(VectorOperators.GT, 0f))
                    .div(t.add(1f))
                    .mul(w)
                    .mul(-scale)
                    .intoArray(x, i, inRange);
        }
        return VectorMath.sum(sums);
    }

    @Override
    public void logInPlace(float[] x, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> inRange = SPECIES.indexInRange(i, to);
            VectorMath.log(FloatVector.fromArray(SPECIES, x, i, inRange)).intoArray(x, i, inRange);
        }
    }

    @Override
    public void eluInPlace(float[] x, int from, int to) {
        for (int i = from; i < to; i += LANES) {
            VectorMask<Float> inRange = SPECIES.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(SPECIES, x, i, inRange);
            VectorMath.expm1(v.min(0f))
                    .blend(v, v.compare(VectorOperators.GT, 0f))
                    .intoArray(x, i, inRange);
        }
    }

    @Override
    public void eluGradientInPlace(float[] output, float[] gradient, int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, gradient, i);
            FloatVector v = FloatVector.fromArray(SPECIES, output, i);
            g.mul(v.min(0f).add(1f)).intoArray(gradient, i);
        }
        for (; i < to; i++) {
            gradient[i] *= Math.min(output[i], 0f) + 1;
        }
    }

    @Override
    public void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int size) {
        FloatVector w = FloatVector.broadcast(SPECIES, a);
        int i = 0;
        for (; i <= size - LANES; i += LANES) {
            w.fma(FloatVector.fromArray(SPECIES, x, xOffset + i), FloatVector.fromArray(SPECIES, y, yOffset + i))
                    .intoArray(y, yOffset + i);
        }
        for (; i < size; i++) {
            y[yOffset + i] += a * x[xOffset + i];
        }
    }

    @Override
    public void scaleInPlace(float a, float[] y, int yOffset, int size) {
        int i = yOffset;
        int to = yOffset + size;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, y, i).mul(a).intoArray(y, i);
        }
        for (; i < to; i++) {
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
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector p = FloatVector.fromArray(SPECIES, parameter, i);
            FloatVector g = p.fma(FloatVector.broadcast(SPECIES, decay), FloatVector.fromArray(SPECIES, gradient, i));
            FloatVector m = FloatVector.fromArray(SPECIES, first, i).mul(beta1).add(g.mul(1 - beta1));
            FloatVector v = FloatVector.fromArray(SPECIES, second, i)
                    .mul(beta2)
                    .add(g.mul(g).mul(1 - beta2));
            m.intoArray(first, i);
            v.intoArray(second, i);
            p.sub(m.mul(stepSize).div(v.sqrt().mul(secondCorrection).add(epsilon)))
                    .intoArray(parameter, i);
        }
        for (; i < to; i++) {
            float g = gradient[i] + decay * parameter[i];
            first[i] = beta1 * first[i] + (1 - beta1) * g;
            second[i] = beta2 * second[i] + (1 - beta2) * g * g;
            parameter[i] -= stepSize * first[i] / ((float) Math.sqrt(second[i]) * secondCorrection + epsilon);
        }
    }
}
