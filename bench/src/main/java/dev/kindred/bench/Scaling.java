package dev.kindred.bench;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.kernels.Kernels;
import dev.kindred.model.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What threads and lanes are worth: whole epochs of a workload with all threads and full vectors, against one thread, against 256-bit
 * vectors (as on an AVX2 machine, 16 registers too) and against scalar kernels. Each is a JVM of its own, and they take turns, so that
 * noise of the machine falls on all alike; the fastest quarter of each one's epochs counts.
 *
 * <p>Usage: {@code Scaling DATA-FOLDER ROUNDS SECONDS ROW ..}, or {@code Scaling epochs DATA-FOLDER ROW THREADS SECONDS}, which is what the
 * JVMs of their own run: it prints lanes and milliseconds of one variant.
 */
public final class Scaling {
    private static final int LEAST_EPOCHS = 5;

    private Scaling() {}

    /** One way to run: threads and JVM flags. */
    private record Variant(String name, int threads, List<String> flags) {}

    /** What a JVM measured. */
    private record Figures(int lanes, double pretrain, double finetune) {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Scaling DATA-FOLDER ROUNDS SECONDS ROW ..", 4, args, () -> {
            if (args[0].equals("epochs")) {
                Workload workload = Workload.named(args[2]);
                Figures figures = epochs(
                        workload,
                        workload.read(Path.of(args[1])),
                        Arguments.whole("threads", args[3], 1),
                        Arguments.positive("seconds", args[4]));
                System.out.printf(Locale.ROOT, "%d %.6f %.6f%n", figures.lanes, figures.pretrain, figures.finetune);
            } else {
                int rounds = Arguments.whole("rounds", args[1], 1);
                double seconds = Arguments.positive("seconds", args[2]);
                for (Workload workload : Workload.named(Arrays.asList(args).subList(3, args.length))) {
                    compare(workload, args[0], rounds, seconds);
                }
            }
        });
    }

    private static Figures epochs(Workload workload, AttributedGraph graph, int threads, double seconds) {
        try (Training training = new Training(graph, workload.config(), threads)) {
            double pretrain = epoch(training, Phase.PRETRAIN, seconds);
            return new Figures(
                    training.compute().kernels().lanes(), pretrain, epoch(training, Phase.FINETUNE, seconds));
        }
    }

    private static double epoch(Training training, Phase phase, double seconds) {
        training.epochs(phase, 2 * seconds, LEAST_EPOCHS);
        return Training.fastestQuarter(training.epochs(phase, seconds, LEAST_EPOCHS));
    }

    private static void compare(Workload workload, String data, int rounds, double seconds) {
        int threads = Runtime.getRuntime().availableProcessors();
        List<Variant> variants = new ArrayList<>();
        variants.add(new Variant("all", threads, List.of()));
        if (threads > 1) {
            variants.add(new Variant("1 thread", 1, List.of()));
        }
        if (Kernels.select().lanes() == 16) {
            variants.add(new Variant("256 bits", threads, List.of("-XX:UseAVX=2")));
        }
        variants.add(new Variant("scalar", threads, List.of("-Dkindred.kernels=scalar")));
        Figures[] best = new Figures[variants.size()];
        for (int round = 0; round < rounds; round++) {
            for (int v = 0; v < best.length; v++) {
                Figures now = fork(workload, data, variants.get(v), seconds);
                Figures before = best[v] == null ? now : best[v];
                best[v] = new Figures(
                        now.lanes, Math.min(now.pretrain, before.pretrain), Math.min(now.finetune, before.finetune));
            }
        }
        Figures full = best[0];
        System.out.printf(
                Locale.ROOT,
                "%s, best of %d round(s)%n  %-10s %8s %6s %12s %12s %24s%n",
                workload.name(),
                rounds,
                "variant",
                "threads",
                "lanes",
                "pretrain ms",
                "finetune ms",
                "slower than all, times");
        for (int v = 0; v < best.length; v++) {
            Figures figures = best[v];
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %8d %6d %12.3f %12.3f %12.2f %11.2f%s%n",
                    variants.get(v).name,
                    variants.get(v).threads,
                    figures.lanes,
                    figures.pretrain,
                    figures.finetune,
                    figures.pretrain / full.pretrain,
                    figures.finetune / full.finetune,
                    figures.lanes > 1 && figures.lanes < full.lanes
                            ? String.format(
                                    Locale.ROOT,
                                    "; per lane %.0f %% of full width",
                                    100 * full.pretrain * full.lanes / (figures.pretrain * figures.lanes))
                            : "");
        }
    }

    /** Runs a variant in a JVM with our own flags and its. */
    private static Figures fork(Workload workload, String data, Variant variant, double seconds) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(variant.flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Scaling.class.getName(), "epochs"));
        command.addAll(List.of(data, workload.name(), Integer.toString(variant.threads), Double.toString(seconds)));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            int code = process.waitFor();
            String[] fields = out.split(" ", -1);
            if (code != 0 || fields.length != 3) {
                throw new IllegalStateException(workload.name() + ", " + variant.name
                        + ": expected three figures and exit code 0, got " + code + " and '" + out + "' from "
                        + String.join(" ", command));
            }
            return new Figures(
                    Integer.parseInt(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(workload.name() + ": interrupted", e);
        }
    }
}
