package dev.kindred.kernels;

import static dev.kindred.kernels.VectorMath.LANES;
import static dev.kindred.kernels.VectorMath.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The dense product in register tiles: a block of {@code c} stays in vector registers while the inner dimension runs, so each element
 * loaded serves several multiplications. Tiles of six rows by four vectors fill the 32 registers of AVX-512 (24 sums, 4 of {@code b},
 * one of {@code a}); with 8 lanes and 16 registers six by two do. The tile bodies are written out because the compiler keeps only local
 * variables in registers.
 */
final class VectorProduct {
    private static final int ROWS = Kernels.TILE_ROWS;
    /** Inner steps after which the sums go back to memory, so that the block of {@code b} in use stays in the caches. */
    private static final int INNER_BLOCK = 512;

    private static final boolean WIDE = LANES >= 16;

    private VectorProduct() {}

    static void multiply(
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
        if (inner == 0 && !accumulate) {
            for (int r = 0; r < rows; r++) {
                Arrays.fill(c, cOffset + r * cStride, cOffset + r * cStride + width, 0f);
            }
        }
        for (int k = 0; k < inner; k += INNER_BLOCK) {
            int block = Math.min(INNER_BLOCK, inner - k);
            boolean adding = accumulate || k > 0;
            int j = 0;
            if (WIDE) {
                for (; j <= width - 4 * LANES; j += 4 * LANES) {
                    panel(
                            4,
                            a,
                            aOffset + k * aInnerStride,
                            aRowStride,
                            aInnerStride,
                            rows,
                            block,
                            b,
                            bOffset + k * bStride + j,
                            bStride,
                            c,
                            cOffset + j,
                            cStride,
                            adding);
                }
            }
            for (; j <= width - 2 * LANES; j += 2 * LANES) {
                panel(
                        2,
                        a,
                        aOffset + k * aInnerStride,
                        aRowStride,
                        aInnerStride,
                        rows,
                        block,
                        b,
                        bOffset + k * bStride + j,
                        bStride,
                        c,
                        cOffset + j,
                        cStride,
                        adding);
            }
            for (; j <= width - LANES; j += LANES) {
                panel(
                        1,
                        a,
                        aOffset + k * aInnerStride,
                        aRowStride,
                        aInnerStride,
                        rows,
                        block,
                        b,
                        bOffset + k * bStride + j,
                        bStride,
                        c,
                        cOffset + j,
                        cStride,
                        adding);
            }
            if (j < width) {
                scalarPanel(
                        a,
                        aOffset + k * aInnerStride,
                        aRowStride,
                        aInnerStride,
                        rows,
                        block,
                        b,
                        bOffset + k * bStride + j,
                        bStride,
                        c,
                        cOffset + j,
                        cStride,
                        width - j,
                        adding);
            }
        }
    }

    /** All rows of {@code vectors * LANES} columns. */
    private static void panel(
            int vectors,
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
            boolean accumulate) {
        int r = 0;
        for (; r <= rows - ROWS; r += ROWS) {
            int at = aOffset + r * aRowStride;
            int to = cOffset + r * cStride;
            switch (vectors) {
                case 4 ->
                    tile6x4(a, at, aRowStride, aInnerStride, inner, b, bOffset, bStride, c, to, cStride, accumulate);
                case 2 ->
                    tile6x2(a, at, aRowStride, aInnerStride, inner, b, bOffset, bStride, c, to, cStride, accumulate);
                default ->
                    tile6x1(a, at, aRowStride, aInnerStride, inner, b, bOffset, bStride, c, to, cStride, accumulate);
            }
        }
        for (; r < rows; r++) {
            int at = aOffset + r * aRowStride;
            int to = cOffset + r * cStride;
            switch (vectors) {
                case 4 -> tile1x4(a, at, aInnerStride, inner, b, bOffset, bStride, c, to, accumulate);
                case 2 -> tile1x2(a, at, aInnerStride, inner, b, bOffset, bStride, c, to, accumulate);
                default -> tile1x1(a, at, aInnerStride, inner, b, bOffset, bStride, c, to, accumulate);
            }
        }
    }

    /** The columns that do not fill a vector. */
    private static void scalarPanel(
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
            for (int j = 0; j < width; j++) {
                float sum = accumulate ? c[cOffset + r * cStride + j] : 0;
                for (int k = 0; k < inner; k++) {
                    sum += a[aOffset + r * aRowStride + k * aInnerStride] * b[bOffset + k * bStride + j];
                }
                c[cOffset + r * cStride + j] = sum;
            }
        }
    }

    private static void put(FloatVector sum, float[] c, int offset, boolean accumulate) {
        if (accumulate) {
            FloatVector.fromArray(SPECIES, c, offset).add(sum).intoArray(c, offset);
        } else {
            sum.intoArray(c, offset);
        }
    }

    private static void tile6x4(
            float[] a,
            int aOffset,
            int aRowStride,
            int aInnerStride,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s02 = zero;
        FloatVector s03 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s12 = zero;
        FloatVector s13 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s22 = zero;
        FloatVector s23 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        FloatVector s32 = zero;
        FloatVector s33 = zero;
        FloatVector s40 = zero;
        FloatVector s41 = zero;
        FloatVector s42 = zero;
        FloatVector s43 = zero;
        FloatVector s50 = zero;
        FloatVector s51 = zero;
        FloatVector s52 = zero;
        FloatVector s53 = zero;
        int at = aOffset;
        int row = bOffset;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, row + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, row + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            s03 = a0.fma(b3, s03);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + 1 * aRowStride]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            s12 = a1.fma(b2, s12);
            s13 = a1.fma(b3, s13);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRowStride]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            s22 = a2.fma(b2, s22);
            s23 = a2.fma(b3, s23);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRowStride]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            s32 = a3.fma(b2, s32);
            s33 = a3.fma(b3, s33);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4 * aRowStride]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            s42 = a4.fma(b2, s42);
            s43 = a4.fma(b3, s43);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[at + 5 * aRowStride]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            s52 = a5.fma(b2, s52);
            s53 = a5.fma(b3, s53);
            at += aInnerStride;
            row += bStride;
        }
        int c0 = cOffset;
        put(s00, c, c0, accumulate);
        put(s01, c, c0 + 1 * LANES, accumulate);
        put(s02, c, c0 + 2 * LANES, accumulate);
        put(s03, c, c0 + 3 * LANES, accumulate);
        int c1 = cOffset + 1 * cStride;
        put(s10, c, c1, accumulate);
        put(s11, c, c1 + 1 * LANES, accumulate);
        put(s12, c, c1 + 2 * LANES, accumulate);
        put(s13, c, c1 + 3 * LANES, accumulate);
        int c2 = cOffset + 2 * cStride;
        put(s20, c, c2, accumulate);
        put(s21, c, c2 + 1 * LANES, accumulate);
        put(s22, c, c2 + 2 * LANES, accumulate);
        put(s23, c, c2 + 3 * LANES, accumulate);
        int c3 = cOffset + 3 * cStride;
        put(s30, c, c3, accumulate);
        put(s31, c, c3 + 1 * LANES, accumulate);
        put(s32, c, c3 + 2 * LANES, accumulate);
        put(s33, c, c3 + 3 * LANES, accumulate);
        int c4 = cOffset + 4 * cStride;
        put(s40, c, c4, accumulate);
        put(s41, c, c4 + 1 * LANES, accumulate);
        put(s42, c, c4 + 2 * LANES, accumulate);
        put(s43, c, c4 + 3 * LANES, accumulate);
        int c5 = cOffset + 5 * cStride;
        put(s50, c, c5, accumulate);
        put(s51, c, c5 + 1 * LANES, accumulate);
        put(s52, c, c5 + 2 * LANES, accumulate);
        put(s53, c, c5 + 3 * LANES, accumulate);
    }

    private static void tile6x2(
            float[] a,
            int aOffset,
            int aRowStride,
            int aInnerStride,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        FloatVector s40 = zero;
        FloatVector s41 = zero;
        FloatVector s50 = zero;
        FloatVector s51 = zero;
        int at = aOffset;
        int row = bOffset;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + 1 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + 1 * aRowStride]);
            s10 = a1.fma(b0, s10);
            s11 = a1.fma(b1, s11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRowStride]);
            s20 = a2.fma(b0, s20);
            s21 = a2.fma(b1, s21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRowStride]);
            s30 = a3.fma(b0, s30);
            s31 = a3.fma(b1, s31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4 * aRowStride]);
            s40 = a4.fma(b0, s40);
            s41 = a4.fma(b1, s41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[at + 5 * aRowStride]);
            s50 = a5.fma(b0, s50);
            s51 = a5.fma(b1, s51);
            at += aInnerStride;
            row += bStride;
        }
        int c0 = cOffset;
        put(s00, c, c0, accumulate);
        put(s01, c, c0 + 1 * LANES, accumulate);
        int c1 = cOffset + 1 * cStride;
        put(s10, c, c1, accumulate);
        put(s11, c, c1 + 1 * LANES, accumulate);
        int c2 = cOffset + 2 * cStride;
        put(s20, c, c2, accumulate);
        put(s21, c, c2 + 1 * LANES, accumulate);
        int c3 = cOffset + 3 * cStride;
        put(s30, c, c3, accumulate);
        put(s31, c, c3 + 1 * LANES, accumulate);
        int c4 = cOffset + 4 * cStride;
        put(s40, c, c4, accumulate);
        put(s41, c, c4 + 1 * LANES, accumulate);
        int c5 = cOffset + 5 * cStride;
        put(s50, c, c5, accumulate);
        put(s51, c, c5 + 1 * LANES, accumulate);
    }

    private static void tile6x1(
            float[] a,
            int aOffset,
            int aRowStride,
            int aInnerStride,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            boolean accumulate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s00 = zero;
        FloatVector s10 = zero;
        FloatVector s20 = zero;
        FloatVector s30 = zero;
        FloatVector s40 = zero;
        FloatVector s50 = zero;
        int at = aOffset;
        int row = bOffset;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + 1 * aRowStride]);
            s10 = a1.fma(b0, s10);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2 * aRowStride]);
            s20 = a2.fma(b0, s20);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3 * aRowStride]);
            s30 = a3.fma(b0, s30);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4 * aRowStride]);
            s40 = a4.fma(b0, s40);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[at + 5 * aRowStride]);
            s50 = a5.fma(b0, s50);
            at += aInnerStride;
            row += bStride;
        }
        int c0 = cOffset;
        put(s00, c, c0, accumulate);
        int c1 = cOffset + 1 * cStride;
        put(s10, c, c1, accumulate);
        int c2 = cOffset + 2 * cStride;
        put(s20, c, c2, accumulate);
        int c3 = cOffset + 3 * cStride;
        put(s30, c, c3, accumulate);
        int c4 = cOffset + 4 * cStride;
        put(s40, c, c4, accumulate);
        int c5 = cOffset + 5 * cStride;
        put(s50, c, c5, accumulate);
    }

    private static void tile1x4(
            float[] a,
            int aOffset,
            int aInnerStride,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            boolean accumulate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s02 = zero;
        FloatVector s03 = zero;
        int at = aOffset;
        int row = bOffset;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, row + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, row + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            s02 = a0.fma(b2, s02);
            s03 = a0.fma(b3, s03);
            at += aInnerStride;
            row += bStride;
        }
        int c0 = cOffset;
        put(s00, c, c0, accumulate);
        put(s01, c, c0 + 1 * LANES, accumulate);
        put(s02, c, c0 + 2 * LANES, accumulate);
        put(s03, c, c0 + 3 * LANES, accumulate);
    }

    private static void tile1x2(
            float[] a,
            int aOffset,
            int aInnerStride,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            boolean accumulate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        int at = aOffset;
        int row = bOffset;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, row + 1 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            s01 = a0.fma(b1, s01);
            at += aInnerStride;
            row += bStride;
        }
        int c0 = cOffset;
        put(s00, c, c0, accumulate);
        put(s01, c, c0 + 1 * LANES, accumulate);
    }

    private static void tile1x1(
            float[] a,
            int aOffset,
            int aInnerStride,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            boolean accumulate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector s00 = zero;
        int at = aOffset;
        int row = bOffset;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            at += aInnerStride;
            row += bStride;
        }
        int c0 = cOffset;
        put(s00, c, c0, accumulate);
    }
}
