package dev.kindred.kernels;

import static dev.kindred.kernels.VectorMath.LANES;
import static dev.kindred.kernels.VectorMath.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The dense product in register tiles: a tile of {@code c} stays in vector registers during the loop over the inner dimension, so each
 * loaded element is used in several multiplications. Tiles of six rows by four vectors fill the 32 registers of AVX-512 (24 sums, 4 of
 * {@code b}, one of {@code a}); with 8 lanes and 16 registers, tiles are six by two. The tile bodies are unrolled by hand because the
 * compiler keeps only local variables in registers.
 */
final class VectorProduct {
    private static final int ROWS = Kernels.TILE_ROWS;
    /** Number of inner steps after which the sums are stored, so that the used block of {@code b} stays in the caches. */
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
        if (!accumulate) {
            for (int r = 0; r < rows; r++) {
                Arrays.fill(c, cOffset + r * cStride, cOffset + r * cStride + width, 0f);
            }
        }
        for (int k = 0; k < inner; k += INNER_BLOCK) {
            int block = Math.min(INNER_BLOCK, inner - k);
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
                            cStride);
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
                        cStride);
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
                        cStride);
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
                        width - j);
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
            int cStride) {
        int r = 0;
        for (; r <= rows - ROWS; r += ROWS) {
            int at = aOffset + r * aRowStride;
            int to = cOffset + r * cStride;
            switch (vectors) {
                case 4 -> tile6x4(a, at, aRowStride, aInnerStride, inner, b, bOffset, bStride, c, to, cStride);
                case 2 -> tile6x2(a, at, aRowStride, aInnerStride, inner, b, bOffset, bStride, c, to, cStride);
                default -> tile6x1(a, at, aRowStride, aInnerStride, inner, b, bOffset, bStride, c, to, cStride);
            }
        }
        for (; r < rows; r++) {
            int at = aOffset + r * aRowStride;
            int to = cOffset + r * cStride;
            switch (vectors) {
                case 4 -> tile1x4(a, at, aInnerStride, inner, b, bOffset, bStride, c, to);
                case 2 -> tile1x2(a, at, aInnerStride, inner, b, bOffset, bStride, c, to);
                default -> tile1x1(a, at, aInnerStride, inner, b, bOffset, bStride, c, to);
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
            int width) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                float sum = c[cOffset + r * cStride + j];
                for (int k = 0; k < inner; k++) {
                    sum += a[aOffset + r * aRowStride + k * aInnerStride] * b[bOffset + k * bStride + j];
                }
                c[cOffset + r * cStride + j] = sum;
            }
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
            int cStride) {
        int c0 = cOffset;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, c0 + 1 * LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES);
        int c1 = cOffset + 1 * cStride;
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + 1 * LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, c, c1 + 3 * LANES);
        int c2 = cOffset + 2 * cStride;
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + 1 * LANES);
        FloatVector s22 = FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES);
        FloatVector s23 = FloatVector.fromArray(SPECIES, c, c2 + 3 * LANES);
        int c3 = cOffset + 3 * cStride;
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + 1 * LANES);
        FloatVector s32 = FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES);
        FloatVector s33 = FloatVector.fromArray(SPECIES, c, c3 + 3 * LANES);
        int c4 = cOffset + 4 * cStride;
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector s41 = FloatVector.fromArray(SPECIES, c, c4 + 1 * LANES);
        FloatVector s42 = FloatVector.fromArray(SPECIES, c, c4 + 2 * LANES);
        FloatVector s43 = FloatVector.fromArray(SPECIES, c, c4 + 3 * LANES);
        int c5 = cOffset + 5 * cStride;
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector s51 = FloatVector.fromArray(SPECIES, c, c5 + 1 * LANES);
        FloatVector s52 = FloatVector.fromArray(SPECIES, c, c5 + 2 * LANES);
        FloatVector s53 = FloatVector.fromArray(SPECIES, c, c5 + 3 * LANES);
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
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + 1 * LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s03.intoArray(c, c0 + 3 * LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + 1 * LANES);
        s12.intoArray(c, c1 + 2 * LANES);
        s13.intoArray(c, c1 + 3 * LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + 1 * LANES);
        s22.intoArray(c, c2 + 2 * LANES);
        s23.intoArray(c, c2 + 3 * LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + 1 * LANES);
        s32.intoArray(c, c3 + 2 * LANES);
        s33.intoArray(c, c3 + 3 * LANES);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + 1 * LANES);
        s42.intoArray(c, c4 + 2 * LANES);
        s43.intoArray(c, c4 + 3 * LANES);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + 1 * LANES);
        s52.intoArray(c, c5 + 2 * LANES);
        s53.intoArray(c, c5 + 3 * LANES);
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
            int cStride) {
        int c0 = cOffset;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, c0);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, c0 + 1 * LANES);
        int c1 = cOffset + 1 * cStride;
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + 1 * LANES);
        int c2 = cOffset + 2 * cStride;
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + 1 * LANES);
        int c3 = cOffset + 3 * cStride;
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + 1 * LANES);
        int c4 = cOffset + 4 * cStride;
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
        FloatVector s41 = FloatVector.fromArray(SPECIES, c, c4 + 1 * LANES);
        int c5 = cOffset + 5 * cStride;
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
        FloatVector s51 = FloatVector.fromArray(SPECIES, c, c5 + 1 * LANES);
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
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + 1 * LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + 1 * LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + 1 * LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + 1 * LANES);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + 1 * LANES);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + 1 * LANES);
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
            int cStride) {
        int c0 = cOffset;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, c0);
        int c1 = cOffset + 1 * cStride;
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        int c2 = cOffset + 2 * cStride;
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        int c3 = cOffset + 3 * cStride;
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        int c4 = cOffset + 4 * cStride;
        FloatVector s40 = FloatVector.fromArray(SPECIES, c, c4);
        int c5 = cOffset + 5 * cStride;
        FloatVector s50 = FloatVector.fromArray(SPECIES, c, c5);
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
        s00.intoArray(c, c0);
        s10.intoArray(c, c1);
        s20.intoArray(c, c2);
        s30.intoArray(c, c3);
        s40.intoArray(c, c4);
        s50.intoArray(c, c5);
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
            int cOffset) {
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cOffset);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cOffset + 1 * LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, c, cOffset + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, c, cOffset + 3 * LANES);
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
        s00.intoArray(c, cOffset);
        s01.intoArray(c, cOffset + 1 * LANES);
        s02.intoArray(c, cOffset + 2 * LANES);
        s03.intoArray(c, cOffset + 3 * LANES);
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
            int cOffset) {
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cOffset);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cOffset + 1 * LANES);
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
        s00.intoArray(c, cOffset);
        s01.intoArray(c, cOffset + 1 * LANES);
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
            int cOffset) {
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cOffset);
        int at = aOffset;
        int row = bOffset;
        for (int k = 0; k < inner; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, row);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            s00 = a0.fma(b0, s00);
            at += aInnerStride;
            row += bStride;
        }
        s00.intoArray(c, cOffset);
    }
}
