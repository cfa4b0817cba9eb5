package dev.kindred.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions on vectors. They use our own polynomials, so that results do not depend on the platform's math library. Relative
 * errors are below 3e-7 (tested against {@link Math}).
 */
final class VectorMath {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    private static final float LOG2_E = 1.442695f;
    /** ln 2 in two parts; the first has few bits, so that its product with a whole number is exact. */
    private static final float LN2_HIGH = 6.933594e-1f;

    private static final float LN2_LOW = -2.1219444e-4f;
    /** 1.5 * 2^23: adding it leaves the nearest whole number in the low bits of the mantissa. */
    private static final float ROUND = 12582912f;

    /** The bits of the float nearest to the square root of one half. */
    private static final int SQRT_HALF_BITS = 0x3F3504F3;

    /** Lane i takes lane {@code i ^ distance}. */
    private static final VectorShuffle<Float> SWAP1 = swap(1);

    private static final VectorShuffle<Float> SWAP2 = swap(2);
    private static final VectorShuffle<Float> SWAP4 = swap(4);
    private static final VectorShuffle<Float> SWAP8 = swap(8);
    private static final VectorShuffle<Float> SWAP16 = swap(16);
    private static final VectorShuffle<Float> SWAP32 = swap(32);
    /** Lanes 1, 3, 5, .. */
    private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAAAAAAAAAAAAAAL);
    /** Lanes 2, 3, 6, 7, .. */
    private static final VectorMask<Float> UPPER = VectorMask.fromLong(SPECIES, 0xCCCCCCCCCCCCCCCCL);
    /** Lanes 0 to 3: the results of {@link #fourSums}. */
    static final VectorMask<Float> FIRST_FOUR = VectorMask.fromLong(SPECIES, 0xFL);

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) & (LANES - 1));
    }

    private VectorMath() {}

    /**
     * The sum of all lanes, added as a tree. {@code reduceLanes} is not used, because interpreter and compiler add floats in different
     * orders: a result would depend on when a loop was compiled.
     */
    static float sum(FloatVector v) {
        return halves(swapped2(swapped1(v))).lane(0);
    }

    private static FloatVector swapped1(FloatVector v) {
        return v.add(v.rearrange(SWAP1));
    }

    private static FloatVector swapped2(FloatVector v) {
        return v.add(v.rearrange(SWAP2));
    }

    /** The sums of four vectors in lanes 0 to 3, each added in the same order as by {@link #sum}. */
    static FloatVector fourSums(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        FloatVector s01 = s0.blend(s1, ODD).add(s1.blend(s0, ODD).rearrange(SWAP1));
        FloatVector s23 = s2.blend(s3, ODD).add(s3.blend(s2, ODD).rearrange(SWAP1));
        return halves(s01.blend(s23, UPPER).add(s23.blend(s01, UPPER).rearrange(SWAP2)));
    }

    /** Adds groups of four lanes until every group holds the total. */
    private static FloatVector halves(FloatVector v) {
        FloatVector sum = v;
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(SWAP4));
        }
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(SWAP8));
        }
        if (LANES > 16) {
            sum = sum.add(sum.rearrange(SWAP16));
        }
        if (LANES > 32) {
            sum = sum.add(sum.rearrange(SWAP32));
        }
        return sum;
    }

    /** {@code e^x}; below -87 it is about 1e-38 and above 88 about 1e38, never 0 or infinite. */
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(-87f).min(88f);
        FloatVector shifted =
                clamped.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector whole = shifted.sub(ROUND);
        FloatVector r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), clamped);
        r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
        // Coefficients of the Cephes library's expf, minimax on [-ln 2 / 2, ln 2 / 2].
        FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691e-4f);
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3982e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 8.333452e-3f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665796e-2f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666666e-1f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0e-1f));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.reinterpretAsInts().add(power).reinterpretAsFloats();
    }

    /** {@code log(1 + u)} for {@code u} from 0 to 1: {@code 2 artanh(u / (2 + u))}. */
    static FloatVector log1p(FloatVector u) {
        FloatVector s = u.div(u.add(2f));
        FloatVector s2 = s.mul(s);
        FloatVector p = FloatVector.broadcast(SPECIES, 2f / 13);
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 11));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 9));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 7));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 5));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 3));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f));
        return p.mul(s);
    }

    /** {@code log x} for positive, normal {@code x}: exponent times ln 2 plus {@code 2 artanh((m - 1) / (m + 1))} of the mantissa. */
    static FloatVector log(FloatVector x) {
        // Adding the bits of sqrt(1/2)'s complement moves the mantissa's range from [1, 2) to [sqrt(1/2), sqrt 2).
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector m = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
        FloatVector s = m.sub(1f).div(m.add(1f));
        FloatVector s2 = s.mul(s);
        FloatVector p = FloatVector.broadcast(SPECIES, 2f / 9);
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 7));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 5));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f / 3));
        p = p.fma(s2, FloatVector.broadcast(SPECIES, 2f));
        FloatVector e = (FloatVector) exponent.convertShape(VectorOperators.I2F, SPECIES, 0);
        return e.fma(
                FloatVector.broadcast(SPECIES, LN2_HIGH), e.fma(FloatVector.broadcast(SPECIES, LN2_LOW), p.mul(s)));
    }

    /** {@code e^x - 1} for {@code x <= 0}. */
    static FloatVector expm1(FloatVector x) {
        // Near 0, e^x - 1 loses digits, so a series is used.
        FloatVector series = FloatVector.broadcast(SPECIES, 1f / 120);
        series = series.fma(x, FloatVector.broadcast(SPECIES, 1f / 24));
        series = series.fma(x, FloatVector.broadcast(SPECIES, 1f / 6));
        series = series.fma(x, FloatVector.broadcast(SPECIES, .5f));
        series = series.fma(x.mul(x), x);
        VectorMask<Float> small = x.compare(VectorOperators.GT, -.1f);
        return exp(x).sub(1f).blend(series, small);
    }
}
