package dev.kindred.kernels;

import static dev.kindred.kernels.VectorMath.FIRST_FOUR;
import static dev.kindred.kernels.VectorMath.LANES;
import static dev.kindred.kernels.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Sums over rows on the Vector API: inner products, distances, weighted sums, and sums of graph attention. */
public abstract sealed class VectorRowKernels extends VectorElementKernels permits VectorKernels {
    private static final float SLOPE = .2f;
    /** Whether there are enough registers for {@link #wideSumAt}: 32 if vectors have 16 lanes (AVX-512). */
    private static final boolean WIDE = LANES == 16;

    VectorRowKernels() {}

    @Override
    public float dot(float[] x, int xOffset, float[] y, int yOffset, int size) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= size - 2 * LANES; i += 2 * LANES) {
            s0 = FloatVector.fromArray(SPECIES, x, xOffset + i).fma(FloatVector.fromArray(SPECIES, y, yOffset + i), s0);
            s1 = FloatVector.fromArray(SPECIES, x, xOffset + i + LANES)
                    .fma(FloatVector.fromArray(SPECIES, y, yOffset + i + LANES), s1);
        }
        if (i <= size - LANES) {
            s0 = FloatVector.fromArray(SPECIES, x, xOffset + i).fma(FloatVector.fromArray(SPECIES, y, yOffset + i), s0);
            i += LANES;
        }
        float sum = VectorMath.sum(s0.add(s1));
        for (; i < size; i++) {
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
        int e = from;
        int o = outOffset;
        for (; e <= to - 4; e += 4, o += 4) {
            fourDots(
                    x,
                    xOffset,
                    size,
                    y,
                    yOffset + rows[e] * yStride,
                    yOffset + rows[e + 1] * yStride,
                    yOffset + rows[e + 2] * yStride,
                    yOffset + rows[e + 3] * yStride,
                    out,
                    o);
        }
        for (; e < to; e++, o++) {
            out[o] = dot(x, xOffset, y, yOffset + rows[e] * yStride, size);
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
        int r = 0;
        for (; r <= count - 4; r += 4) {
            int y0 = yOffset + r * yStride;
            fourDots(x, xOffset, size, y, y0, y0 + yStride, y0 + 2 * yStride, y0 + 3 * yStride, out, outOffset + r);
        }
        for (; r < count; r++) {
            out[outOffset + r] = dot(x, xOffset, y, yOffset + r * yStride, size);
        }
    }

    /** Four inner products with one {@code x}: each vector of {@code x} is loaded once, and four independent sums hide the latency. */
    private static void fourDots(
            float[] x, int xOffset, int size, float[] y, int y0, int y1, int y2, int y3, float[] out, int outOffset) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (; i <= size - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
            s0 = v.fma(FloatVector.fromArray(SPECIES, y, y0 + i), s0);
            s1 = v.fma(FloatVector.fromArray(SPECIES, y, y1 + i), s1);
            s2 = v.fma(FloatVector.fromArray(SPECIES, y, y2 + i), s2);
            s3 = v.fma(FloatVector.fromArray(SPECIES, y, y3 + i), s3);
        }
        VectorMath.fourSums(s0, s1, s2, s3).intoArray(out, outOffset, FIRST_FOUR);
        for (; i < size; i++) {
            float v = x[xOffset + i];
            out[outOffset] += v * y[y0 + i];
            out[outOffset + 1] += v * y[y1 + i];
            out[outOffset + 2] += v * y[y2 + i];
            out[outOffset + 3] += v * y[y3 + i];
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
            int row = yOffset + r * yStride;
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            int i = 0;
            for (; i <= size - 2 * LANES; i += 2 * LANES) {
                FloatVector d0 =
                        FloatVector.fromArray(SPECIES, x, xOffset + i).sub(FloatVector.fromArray(SPECIES, y, row + i));
                FloatVector d1 = FloatVector.fromArray(SPECIES, x, xOffset + i + LANES)
                        .sub(FloatVector.fromArray(SPECIES, y, row + i + LANES));
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
            }
            if (i <= size - LANES) {
                FloatVector d0 =
                        FloatVector.fromArray(SPECIES, x, xOffset + i).sub(FloatVector.fromArray(SPECIES, y, row + i));
                s0 = d0.fma(d0, s0);
                i += LANES;
            }
            float sum = VectorMath.sum(s0.add(s1));
            for (; i < size; i++) {
                float difference = x[xOffset + i] - y[row + i];
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
        int shift = weightsOffset - from;
        int c = 0;
        for (; WIDE && c <= size - 16 * LANES; c += 16 * LANES) {
            wideSumAt(weights, shift, y, yOffset + c, yStride, rows, from, to, out, outOffset + c);
        }
        for (; c <= size - 4 * LANES; c += 4 * LANES) {
            int o = outOffset + c;
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, o);
            FloatVector s1 = FloatVector.fromArray(SPECIES, out, o + LANES);
            FloatVector s2 = FloatVector.fromArray(SPECIES, out, o + 2 * LANES);
            FloatVector s3 = FloatVector.fromArray(SPECIES, out, o + 3 * LANES);
            for (int e = from; e < to; e++) {
                FloatVector w = FloatVector.broadcast(SPECIES, weights[shift + e]);
                int row = yOffset + rows[e] * yStride + c;
                s0 = w.fma(FloatVector.fromArray(SPECIES, y, row), s0);
                s1 = w.fma(FloatVector.fromArray(SPECIES, y, row + LANES), s1);
                s2 = w.fma(FloatVector.fromArray(SPECIES, y, row + 2 * LANES), s2);
                s3 = w.fma(FloatVector.fromArray(SPECIES, y, row + 3 * LANES), s3);
            }
            s0.intoArray(out, o);
            s1.intoArray(out, o + LANES);
            s2.intoArray(out, o + 2 * LANES);
            s3.intoArray(out, o + 3 * LANES);
        }
        for (; c <= size - LANES; c += LANES) {
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, outOffset + c);
            for (int e = from; e < to; e++) {
                FloatVector w = FloatVector.broadcast(SPECIES, weights[shift + e]);
                s0 = w.fma(FloatVector.fromArray(SPECIES, y, yOffset + rows[e] * yStride + c), s0);
            }
            s0.intoArray(out, outOffset + c);
        }
        if (c < size) {
            for (int e = from; e < to; e++) {
                float w = weights[shift + e];
                int row = yOffset + rows[e] * yStride;
                for (int i = c; i < size; i++) {
                    out[outOffset + i] += w * y[row + i];
                }
            }
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
        int c = 0;
        for (; WIDE && c <= size - 16 * LANES; c += 16 * LANES) {
            wideSum(weights, weightsOffset, y, yOffset + c, yStride, count, out, outOffset + c);
        }
        for (; c <= size - 4 * LANES; c += 4 * LANES) {
            int o = outOffset + c;
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, o);
            FloatVector s1 = FloatVector.fromArray(SPECIES, out, o + LANES);
            FloatVector s2 = FloatVector.fromArray(SPECIES, out, o + 2 * LANES);
            FloatVector s3 = FloatVector.fromArray(SPECIES, out, o + 3 * LANES);
            int row = yOffset + c;
            for (int r = 0; r < count; r++) {
                FloatVector w = FloatVector.broadcast(SPECIES, weights[weightsOffset + r]);
                s0 = w.fma(FloatVector.fromArray(SPECIES, y, row), s0);
                s1 = w.fma(FloatVector.fromArray(SPECIES, y, row + LANES), s1);
                s2 = w.fma(FloatVector.fromArray(SPECIES, y, row + 2 * LANES), s2);
                s3 = w.fma(FloatVector.fromArray(SPECIES, y, row + 3 * LANES), s3);
                row += yStride;
            }
            s0.intoArray(out, o);
            s1.intoArray(out, o + LANES);
            s2.intoArray(out, o + 2 * LANES);
            s3.intoArray(out, o + 3 * LANES);
        }
        for (; c <= size - LANES; c += LANES) {
            FloatVector s0 = FloatVector.fromArray(SPECIES, out, outOffset + c);
            for (int r = 0; r < count; r++) {
                FloatVector w = FloatVector.broadcast(SPECIES, weights[weightsOffset + r]);
                s0 = w.fma(FloatVector.fromArray(SPECIES, y, yOffset + r * yStride + c), s0);
            }
            s0.intoArray(out, outOffset + c);
        }
        if (c < size) {
            for (int r = 0; r < count; r++) {
                float w = weights[weightsOffset + r];
                int row = yOffset + r * yStride;
                for (int i = c; i < size; i++) {
                    out[outOffset + i] += w * y[row + i];
                }
            }
        }
    }

    /** Sums 16 vectors of columns at once, so that each neighbor's row is read in long contiguous ranges, which memory reads faster. */
    private static void wideSumAt(
            float[] weights,
            int shift,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] out,
            int o) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, out, o);
        FloatVector s1 = FloatVector.fromArray(SPECIES, out, o + 1 * LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, out, o + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, out, o + 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(SPECIES, out, o + 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(SPECIES, out, o + 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(SPECIES, out, o + 6 * LANES);
        FloatVector s7 = FloatVector.fromArray(SPECIES, out, o + 7 * LANES);
        FloatVector s8 = FloatVector.fromArray(SPECIES, out, o + 8 * LANES);
        FloatVector s9 = FloatVector.fromArray(SPECIES, out, o + 9 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, out, o + 10 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, out, o + 11 * LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, out, o + 12 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, out, o + 13 * LANES);
        FloatVector s14 = FloatVector.fromArray(SPECIES, out, o + 14 * LANES);
        FloatVector s15 = FloatVector.fromArray(SPECIES, out, o + 15 * LANES);
        for (int e = from; e < to; e++) {
            FloatVector w = FloatVector.broadcast(SPECIES, weights[shift + e]);
            int row = yOffset + rows[e] * yStride;
            s0 = w.fma(FloatVector.fromArray(SPECIES, y, row), s0);
            s1 = w.fma(FloatVector.fromArray(SPECIES, y, row + 1 * LANES), s1);
            s2 = w.fma(FloatVector.fromArray(SPECIES, y, row + 2 * LANES), s2);
            s3 = w.fma(FloatVector.fromArray(SPECIES, y, row + 3 * LANES), s3);
            s4 = w.fma(FloatVector.fromArray(SPECIES, y, row + 4 * LANES), s4);
            s5 = w.fma(FloatVector.fromArray(SPECIES, y, row + 5 * LANES), s5);
            s6 = w.fma(FloatVector.fromArray(SPECIES, y, row + 6 * LANES), s6);
            s7 = w.fma(FloatVector.fromArray(SPECIES, y, row + 7 * LANES), s7);
            s8 = w.fma(FloatVector.fromArray(SPECIES, y, row + 8 * LANES), s8);
            s9 = w.fma(FloatVector.fromArray(SPECIES, y, row + 9 * LANES), s9);
            s10 = w.fma(FloatVector.fromArray(SPECIES, y, row + 10 * LANES), s10);
            s11 = w.fma(FloatVector.fromArray(SPECIES, y, row + 11 * LANES), s11);
            s12 = w.fma(FloatVector.fromArray(SPECIES, y, row + 12 * LANES), s12);
            s13 = w.fma(FloatVector.fromArray(SPECIES, y, row + 13 * LANES), s13);
            s14 = w.fma(FloatVector.fromArray(SPECIES, y, row + 14 * LANES), s14);
            s15 = w.fma(FloatVector.fromArray(SPECIES, y, row + 15 * LANES), s15);
        }
        s0.intoArray(out, o);
        s1.intoArray(out, o + 1 * LANES);
        s2.intoArray(out, o + 2 * LANES);
        s3.intoArray(out, o + 3 * LANES);
        s4.intoArray(out, o + 4 * LANES);
        s5.intoArray(out, o + 5 * LANES);
        s6.intoArray(out, o + 6 * LANES);
        s7.intoArray(out, o + 7 * LANES);
        s8.intoArray(out, o + 8 * LANES);
        s9.intoArray(out, o + 9 * LANES);
        s10.intoArray(out, o + 10 * LANES);
        s11.intoArray(out, o + 11 * LANES);
        s12.intoArray(out, o + 12 * LANES);
        s13.intoArray(out, o + 13 * LANES);
        s14.intoArray(out, o + 14 * LANES);
        s15.intoArray(out, o + 15 * LANES);
    }

    private static void wideSum(
            float[] weights, int weightsOffset, float[] y, int yOffset, int yStride, int count, float[] out, int o) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, out, o);
        FloatVector s1 = FloatVector.fromArray(SPECIES, out, o + 1 * LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, out, o + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, out, o + 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(SPECIES, out, o + 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(SPECIES, out, o + 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(SPECIES, out, o + 6 * LANES);
        FloatVector s7 = FloatVector.fromArray(SPECIES, out, o + 7 * LANES);
        FloatVector s8 = FloatVector.fromArray(SPECIES, out, o + 8 * LANES);
        FloatVector s9 = FloatVector.fromArray(SPECIES, out, o + 9 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, out, o + 10 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, out, o + 11 * LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, out, o + 12 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, out, o + 13 * LANES);
        FloatVector s14 = FloatVector.fromArray(SPECIES, out, o + 14 * LANES);
        FloatVector s15 = FloatVector.fromArray(SPECIES, out, o + 15 * LANES);
        int row = yOffset;
        for (int r = 0; r < count; r++) {
            FloatVector w = FloatVector.broadcast(SPECIES, weights[weightsOffset + r]);
            s0 = w.fma(FloatVector.fromArray(SPECIES, y, row), s0);
            s1 = w.fma(FloatVector.fromArray(SPECIES, y, row + 1 * LANES), s1);
            s2 = w.fma(FloatVector.fromArray(SPECIES, y, row + 2 * LANES), s2);
            s3 = w.fma(FloatVector.fromArray(SPECIES, y, row + 3 * LANES), s3);
            s4 = w.fma(FloatVector.fromArray(SPECIES, y, row + 4 * LANES), s4);
            s5 = w.fma(FloatVector.fromArray(SPECIES, y, row + 5 * LANES), s5);
            s6 = w.fma(FloatVector.fromArray(SPECIES, y, row + 6 * LANES), s6);
            s7 = w.fma(FloatVector.fromArray(SPECIES, y, row + 7 * LANES), s7);
            s8 = w.fma(FloatVector.fromArray(SPECIES, y, row + 8 * LANES), s8);
            s9 = w.fma(FloatVector.fromArray(SPECIES, y, row + 9 * LANES), s9);
            s10 = w.fma(FloatVector.fromArray(SPECIES, y, row + 10 * LANES), s10);
            s11 = w.fma(FloatVector.fromArray(SPECIES, y, row + 11 * LANES), s11);
            s12 = w.fma(FloatVector.fromArray(SPECIES, y, row + 12 * LANES), s12);
            s13 = w.fma(FloatVector.fromArray(SPECIES, y, row + 13 * LANES), s13);
            s14 = w.fma(FloatVector.fromArray(SPECIES, y, row + 14 * LANES), s14);
            s15 = w.fma(FloatVector.fromArray(SPECIES, y, row + 15 * LANES), s15);
            row += yStride;
        }
        s0.intoArray(out, o);
        s1.intoArray(out, o + 1 * LANES);
        s2.intoArray(out, o + 2 * LANES);
        s3.intoArray(out, o + 3 * LANES);
        s4.intoArray(out, o + 4 * LANES);
        s5.intoArray(out, o + 5 * LANES);
        s6.intoArray(out, o + 6 * LANES);
        s7.intoArray(out, o + 7 * LANES);
        s8.intoArray(out, o + 8 * LANES);
        s9.intoArray(out, o + 9 * LANES);
        s10.intoArray(out, o + 10 * LANES);
        s11.intoArray(out, o + 11 * LANES);
        s12.intoArray(out, o + 12 * LANES);
        s13.intoArray(out, o + 13 * LANES);
        s14.intoArray(out, o + 14 * LANES);
        s15.intoArray(out, o + 15 * LANES);
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
            int row = yOffset + rows[e] * yStride;
            FloatVector s = FloatVector.zero(SPECIES);
            int i = 0;
            for (; i <= size - LANES; i += LANES) {
                FloatVector u =
                        FloatVector.fromArray(SPECIES, x, xOffset + i).add(FloatVector.fromArray(SPECIES, y, row + i));
                s = FloatVector.fromArray(SPECIES, a, aOffset + i).fma(u.max(u.mul(SLOPE)), s);
            }
            float sum = VectorMath.sum(s);
            for (; i < size; i++) {
                float u = x[xOffset + i] + y[row + i];
                sum += a[aOffset + i] * Math.max(u, SLOPE * u);
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
        int i = 0;
        for (; i <= size - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector slope = FloatVector.fromArray(SPECIES, slopes, slopesOffset + i);
            FloatVector value = FloatVector.fromArray(SPECIES, values, valuesOffset + i);
            for (int e = from; e < to; e++) {
                FloatVector u = v.add(FloatVector.fromArray(SPECIES, y, yOffset + rows[e] * yStride + i));
                float gradient = g[gOffset + e - from];
                VectorMask<Float> positive = u.compare(VectorOperators.GT, 0f);
                FloatVector d = FloatVector.broadcast(SPECIES, gradient * SLOPE).blend(gradient, positive);
                slope = slope.add(d);
                value = d.fma(u, value);
            }
            slope.intoArray(slopes, slopesOffset + i);
            value.intoArray(values, valuesOffset + i);
        }
        for (; i < size; i++) {
            for (int e = from; e < to; e++) {
                float u = x[xOffset + i] + y[yOffset + rows[e] * yStride + i];
                float d = g[gOffset + e - from] * (u > 0 ? 1 : SLOPE);
                slopes[slopesOffset + i] += d;
                values[valuesOffset + i] += d * u;
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
        int i = 0;
        for (; i <= size - LANES; i += LANES) {
            FloatVector aVector = FloatVector.fromArray(SPECIES, a, abOffset + i);
            FloatVector bVector = FloatVector.fromArray(SPECIES, b, abOffset + i);
            FloatVector aSum = FloatVector.fromArray(SPECIES, sums, aSums + i);
            FloatVector bSum = FloatVector.fromArray(SPECIES, sums, bSums + i);
            int row = xOffset + i;
            for (int r = 0; r < count; r++) {
                FloatVector p = FloatVector.broadcast(SPECIES, u[offset + r]);
                FloatVector q = FloatVector.broadcast(SPECIES, v[offset + r]);
                FloatVector xVector = FloatVector.fromArray(SPECIES, x, row);
                aSum = p.fma(xVector, aSum);
                bSum = q.fma(xVector, bSum);
                p.fma(aVector, q.fma(bVector, FloatVector.fromArray(SPECIES, dx, row)))
                        .intoArray(dx, row);
                row += xStride;
            }
            aSum.intoArray(sums, aSums + i);
            bSum.intoArray(sums, bSums + i);
        }
        for (; i < size; i++) {
            for (int r = 0; r < count; r++) {
                int at = xOffset + r * xStride + i;
                dx[at] += u[offset + r] * a[abOffset + i] + v[offset + r] * b[abOffset + i];
                sums[aSums + i] += u[offset + r] * x[at];
                sums[bSums + i] += v[offset + r] * x[at];
            }
        }
    }

    @Override
    public void sumRows(float[] x, int xOffset, int xStride, int count, float[] out, int outOffset, int size) {
        int i = 0;
        for (; i <= size - LANES; i += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, out, outOffset + i);
            int row = xOffset + i;
            for (int r = 0; r < count; r++) {
                sum = sum.add(FloatVector.fromArray(SPECIES, x, row));
                row += xStride;
            }
            sum.intoArray(out, outOffset + i);
        }
        for (; i < size; i++) {
            for (int r = 0; r < count; r++) {
                out[outOffset + i] += x[xOffset + r * xStride + i];
            }
        }
    }
}
