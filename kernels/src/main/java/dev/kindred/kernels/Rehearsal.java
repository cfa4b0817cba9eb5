package dev.kindred.kernels;

import java.util.Arrays;

/**
 * Makes the JVM compile kernels before they are needed, by calling each on generated rows. Until a vector kernel is compiled, every vector
 * is an object, which slows the first epochs; a program can rehearse on another thread while it reads its input. Results do not change.
 */
public final class Rehearsal {
    /** A usual size of a layer. */
    private static final int WIDTH = 64;

    private static final int ROWS = 512;

    /** Number of neighbors of a row: typical of a graph, and not a multiple of four. */
    private static final int NEIGHBORS = 7;

    /** Number of calls after which each kernel is compiled at the launcher's thresholds. */
    private static final int CALLS = 300;

    private Rehearsal() {}

    /** Calls the kernels, roughly in the order in which an epoch needs them. */
    public static void run(Kernels kernels) {
        float[] x = new float[ROWS * WIDTH];
        float[] y = new float[ROWS * WIDTH];
        float[] square = new float[WIDTH * WIDTH];
        float[] sums = new float[2 * ROWS];
        int[] rows = new int[ROWS];
        Arrays.setAll(rows, i -> i * 31 % ROWS);
        for (int i = 0; i < x.length; i++) {
            x[i] = (i % 7 - 3) * .1f;
            y[i] = x[i];
        }
        Arrays.fill(square, .01f);
        for (int call = 0; call < CALLS; call++) {
            int row = call % ROWS * WIDTH;
            int from = call % (ROWS - NEIGHBORS);
            kernels.weightedSumAt(x, 0, x, 0, WIDTH, rows, from, from + NEIGHBORS, y, row, WIDTH);
        }
        for (int call = 0; call < CALLS; call++) {
            kernels.dots(x, call % ROWS * WIDTH, WIDTH, x, 0, WIDTH, NEIGHBORS, sums, 0);
        }
        for (int call = 0; call < CALLS; call++) {
            kernels.eluInPlace(y, call % ROWS * WIDTH, call % ROWS * WIDTH + WIDTH);
        }
        for (int call = 0; call < CALLS; call++) {
            kernels.expInPlace(sums, 0, 5 * NEIGHBORS);
        }
        for (int call = 0; call < CALLS / 10; call++) {
            int block = 8 * Kernels.TILE_ROWS;
            kernels.multiply(x, 0, WIDTH, 1, block, WIDTH, square, 0, WIDTH, y, 0, WIDTH, WIDTH, false);
            kernels.multiply(x, 0, 1, WIDTH, WIDTH, block, x, 0, WIDTH, square, 0, WIDTH, WIDTH, true);
        }
        for (int call = 0; call < CALLS; call++) {
            int from = call % (ROWS - NEIGHBORS);
            kernels.dotsAt(x, call % ROWS * WIDTH, WIDTH, x, 0, WIDTH, rows, from, from + NEIGHBORS, sums, 0);
        }
        for (int call = 0; call < CALLS; call++) {
            kernels.yesLossInPlace(sums, 0, 5 * NEIGHBORS, 1f);
            kernels.noLossInPlace(sums, 0, 5 * NEIGHBORS, 1f);
        }
        for (int call = 0; call < CALLS; call++) {
            kernels.weightedSum(x, 0, x, 0, WIDTH, NEIGHBORS, y, call % ROWS * WIDTH, WIDTH);
            kernels.sumRows(x, 0, WIDTH, NEIGHBORS, y, call % ROWS * WIDTH, WIDTH);
        }
        for (int call = 0; call < CALLS; call++) {
            kernels.eluGradientInPlace(x, y, call % ROWS * WIDTH, call % ROWS * WIDTH + WIDTH);
        }
        for (int call = 0; call < CALLS; call++) {
            int row = call % (ROWS - NEIGHBORS);
            kernels.scoreGradients(x, x, row, NEIGHBORS, x, x, 0, x, row * WIDTH, WIDTH, WIDTH, y, square, 0, WIDTH);
            kernels.addScaled(.1f, x, row * WIDTH, y, row * WIDTH, WIDTH);
            kernels.scaleInPlace(.1f, y, row * WIDTH, WIDTH);
        }
        float[] first = new float[WIDTH];
        float[] second = new float[WIDTH];
        for (int call = 0; call < CALLS; call++) {
            kernels.adam(x, 0, WIDTH, 1e-3f, 1f, .9f, .999f, 1e-8f, 0f, square, first, second);
        }
        for (int call = 0; call < CALLS; call++) {
            kernels.squaredDistances(x, call % ROWS * WIDTH, WIDTH, x, 0, WIDTH, NEIGHBORS, sums, 0);
        }
        Arrays.fill(sums, 1f);
        for (int call = 0; call < CALLS; call++) {
            kernels.logInPlace(sums, 0, 5 * NEIGHBORS);
            Arrays.fill(sums, 0, 5 * NEIGHBORS, 1.5f);
        }
    }
}
