package dev.kindred.bench;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Workers;
import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the machine can do at most, measured now and with the threads that train: the roofs that operations are held against. Besides
 * {@code kernels} the one user of the Vector API, because a roof must not depend on the kernels that stand under it.
 *
 * @param fma GFLOP/s of multiply-adds on registers alone
 * @param product GFLOP/s of {@link Kernels#multiply} on a product that suits it, {@code 1536 x 768 x 256} a thread
 * @param triad GB/s of {@code a = b + s c} in memory, three arrays counted
 * @param sizes bytes, ascending, of what is read again and again by every thread
 * @param reads GB/s of reading each of {@link #sizes}, all threads together
 */
record MachinePeak(double fma, double product, double triad, long[] sizes, double[] reads) {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ACCUMULATORS = 12;

    /** How often each figure is taken; the best counts, as noise only slows. */
    private static final int TRIES = 5;

    /** Seconds each try lasts at least. */
    private static final double TRY = .05;

    /** Work that can be repeated; returns what it did: operations or bytes. */
    private interface Load {
        double run();
    }

    /** Measures, some two seconds. */
    static MachinePeak measure(Compute compute) {
        Workers workers = compute.workers();
        long[] sizes = {32 << 10, 512 << 10, 2 << 20, 8 << 20, 24 << 20, 128 << 20};
        double[] reads = new double[sizes.length];
        float[] data = new float[(int) (sizes[sizes.length - 1] / Float.BYTES)];
        Arrays.fill(data, 1f);
        for (int i = 0; i < sizes.length; i++) {
            reads[i] = readRate(workers, data, (int) (sizes[i] / Float.BYTES));
        }
        return new MachinePeak(fmaRate(workers), productRate(compute), triadRate(workers, data), sizes, reads);
    }

    /** GB/s at which something of so many bytes can be read at most: that of the largest size measured that is no larger. */
    double readRate(long bytes) {
        int i = 0;
        while (i + 1 < sizes.length && sizes[i + 1] <= bytes) {
            i++;
        }
        return reads[i];
    }

    String line(int threads) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "peak, %d threads, %d lanes: %.0f GFLOP/s in registers, %.0f in a dense product; memory triad %.0f GB/s; reading",
                threads,
                LANES,
                fma,
                product,
                triad));
        for (int i = 0; i < sizes.length; i++) {
            line.append(String.format(
                    Locale.ROOT,
                    "%s %.0f GB/s of %s",
                    i == 0 ? "" : ",",
                    reads[i],
                    sizes[i] < 1 << 20 ? (sizes[i] >> 10) + " KiB" : (sizes[i] >> 20) + " MiB"));
        }
        return line.toString();
    }

    /** The best of several tries, in 1e9 a second. */
    private static double best(Load load) {
        double best = 0;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double done = 0;
            long begun = System.nanoTime();
            double seconds = 0;
            while (seconds < TRY) {
                done += load.run();
                seconds = (System.nanoTime() - begun) * 1e-9;
            }
            best = Math.max(best, done / seconds * 1e-9);
        }
        return best;
    }

    private static double fmaRate(Workers workers) {
        int turns = 400_000;
        float[] out = new float[workers.threads() * LANES];
        return best(() -> {
            workers.forEach(workers.threads(), (chunk, worker) -> multiplyAdd(turns, out, chunk * LANES));
            return 2.0 * turns * ACCUMULATORS * LANES * workers.threads();
        });
    }

    /** Twelve chains of multiply-adds: enough to hide a latency of four cycles on two units, few enough for 16 registers. */
    private static void multiplyAdd(int turns, float[] out, int at) {
        FloatVector a = FloatVector.broadcast(SPECIES, .999f);
        FloatVector b = FloatVector.broadcast(SPECIES, 1e-3f);
        FloatVector s0 = b;
        FloatVector s1 = b;
        FloatVector s2 = b;
        FloatVector s3 = b;
        FloatVector s4 = b;
        FloatVector s5 = b;
        FloatVector s6 = b;
        FloatVector s7 = b;
        FloatVector s8 = b;
        FloatVector s9 = b;
        FloatVector s10 = b;
        FloatVector s11 = b;
        for (int turn = 0; turn < turns; turn++) {
            s0 = s0.fma(a, b);
            s1 = s1.fma(a, b);
            s2 = s2.fma(a, b);
            s3 = s3.fma(a, b);
            s4 = s4.fma(a, b);
            s5 = s5.fma(a, b);
            s6 = s6.fma(a, b);
            s7 = s7.fma(a, b);
            s8 = s8.fma(a, b);
            s9 = s9.fma(a, b);
            s10 = s10.fma(a, b);
            s11 = s11.fma(a, b);
        }
        s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11)
                .intoArray(out, at);
    }

    private static double productRate(Compute compute) {
        Kernels kernels = compute.kernels();
        Workers workers = compute.workers();
        int rows = 1536;
        int inner = 768;
        int width = 256;
        int threads = workers.threads();
        float[] a = new float[threads * rows * inner];
        float[] b = new float[inner * width];
        float[] c = new float[threads * rows * width];
        Arrays.fill(a, .5f);
        Arrays.fill(b, .5f);
        return best(() -> {
            workers.forEach(
                    threads,
                    (chunk, worker) -> kernels.multiply(
                            a,
                            chunk * rows * inner,
                            inner,
                            1,
                            rows,
                            inner,
                            b,
                            0,
                            width,
                            c,
                            chunk * rows * width,
                            width,
                            width,
                            false));
            return 2.0 * threads * rows * inner * width;
        });
    }

    private static double triadRate(Workers workers, float[] data) {
        int third = data.length / 3;
        int chunks = 64;
        return best(() -> {
            workers.forEach(chunks, (chunk, worker) -> {
                int to = (int) ((long) third * (chunk + 1) / chunks);
                triad(data, (int) ((long) third * chunk / chunks), to, third);
            });
            return 3.0 * Float.BYTES * third;
        });
    }

    private static void triad(float[] data, int from, int to, int third) {
        FloatVector s = FloatVector.broadcast(SPECIES, .5f);
        for (int i = from; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, data, third + i)
                    .fma(s, FloatVector.fromArray(SPECIES, data, 2 * third + i))
                    .intoArray(data, i);
        }
    }

    /** Every thread reads all of it, as operations gather rows of one matrix. */
    private static double readRate(Workers workers, float[] data, int size) {
        int threads = workers.threads();
        int repeats = Math.max(1, (1 << 20) / size);
        float[] out = new float[threads * LANES];
        return best(() -> {
            workers.forEach(threads, (chunk, worker) -> {
                for (int repeat = 0; repeat < repeats; repeat++) {
                    sum(data, size, out, chunk * LANES);
                }
            });
            return (double) threads * repeats * size * Float.BYTES;
        });
    }

    private static void sum(float[] data, int size, float[] out, int at) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i <= size - 4 * LANES; i += 4 * LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, data, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, data, i + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, data, i + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, data, i + 3 * LANES));
        }
        s0.add(s1).add(s2).add(s3).intoArray(out, at);
    }
}
