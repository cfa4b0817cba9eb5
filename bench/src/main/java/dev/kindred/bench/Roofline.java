package dev.kindred.bench;

import dev.kindred.bench.StepWork.Work;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where an epoch's time goes and how far each operation is from what the machine allows: per workload and phase a table of operations in
 * steady state. Times come from {@link StepProfile}'s view of real epochs, work from {@link StepWork}, roofs from {@link MachinePeak}
 * in the same process. The floor of an operation is the longest of: its flops at the register peak, its streams at the reading rate of
 * memory or cache that holds the whole step's data, its gathers at that of the matrix gathered from.
 *
 * <p>Usage: {@code Roofline DATA-FOLDER SECONDS ROW ..}; seconds are spent on samples of each phase, after as many of warm-up.
 */
public final class Roofline {
    private static final int LEAST_EPOCHS = 5;

    /** Samples below which an operation's time is too uncertain (more than a quarter either way) to be held against a floor. */
    private static final int LEAST_SAMPLES = 20;

    private Roofline() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Roofline DATA-FOLDER SECONDS ROW ..", 3, args, () -> {
            Path data = Path.of(args[0]);
            double seconds = Arguments.positive("seconds", args[1]);
            for (Workload workload : Workload.named(Arrays.asList(args).subList(2, args.length))) {
                print(workload, workload.read(data), seconds);
            }
        });
    }

    private static void print(Workload workload, AttributedGraph graph, double seconds) throws IOException {
        try (Training training =
                new Training(graph, workload.config(), Runtime.getRuntime().availableProcessors())) {
            MachinePeak peak = MachinePeak.measure(training.compute());
            System.out.printf(
                    "%n%s, kernels %s; %s%n",
                    workload.name(),
                    training.compute().kernels().name(),
                    peak.line(training.compute().threads()));
            for (Phase phase : Phase.values()) {
                training.epochs(phase, seconds, LEAST_EPOCHS);
                double[] millis = training.epochs(phase, seconds, LEAST_EPOCHS);
                double epoch = Training.median(millis);
                List<Double> sampledMillis = new ArrayList<>();
                StepProfile profile = StepProfile.of(() -> Arrays.stream(training.epochs(phase, seconds, LEAST_EPOCHS))
                        .forEach(sampledMillis::add));
                double sampled = Training.median(
                        sampledMillis.stream().mapToDouble(d -> d).toArray());
                System.out.printf(
                        Locale.ROOT,
                        "%s: epoch %.3f ms (median; fastest quarter below %.3f); %d samples over %d epochs of %.3f ms; "
                                + "%.1f %% in known operations, %.1f %% waiting for other threads' last chunks%n",
                        phase.name().toLowerCase(Locale.ROOT),
                        epoch,
                        Training.fastestQuarter(millis),
                        profile.samples(),
                        sampledMillis.size(),
                        sampled,
                        100 * (1 - profile.share(StepProfile.OTHER)),
                        100 * profile.napping() / profile.seconds());
                table(profile, epoch, StepWork.of(graph, workload.config(), phase), peak, stepBytes(training, graph));
            }
        }
    }

    /** Bytes that a step passes through: buffers, features, edges. */
    private static long stepBytes(Training training, AttributedGraph graph) {
        return training.bufferBytes()
                + graph.features().sizeInBytes()
                + graph.graph().sizeInBytes();
    }

    private static void table(
            StepProfile profile, double epoch, Map<String, List<Work>> works, MachinePeak peak, long stepBytes) {
        System.out.printf(
                "  %-26s %7s %9s %8s %8s %9s %8s %9s %-8s %9s%n",
                "operation", "share", "ms", "GFLOP", "GB", "GFLOP/s", "GB/s", "floor ms", "bound", "of bound");
        List<String> names = new ArrayList<>(profile.counts().keySet());
        names.sort(Comparator.comparingDouble(profile::share).reversed());
        double floors = 0;
        for (String name : names) {
            double share = profile.share(name);
            double millis = share * epoch;
            List<Work> work = works.getOrDefault(name, List.of());
            if (work.isEmpty()) {
                System.out.printf(Locale.ROOT, "  %-26s %5.1f %% %9.3f%n", name, 100 * share, millis);
            } else {
                Floor floor = Floor.of(work, peak, stepBytes);
                floors += floor.millis();
                double flops = work.stream().mapToDouble(Work::flops).sum();
                double bytes = work.stream()
                        .mapToDouble(w -> w.streamed() + w.gathered())
                        .sum();
                System.out.printf(
                        Locale.ROOT,
                        "  %-26s %5.1f %% %9.3f %8.3f %8.3f %9.1f %8.1f %9.3f %-8s %9s%n",
                        name,
                        100 * share,
                        millis,
                        flops * 1e-9,
                        bytes * 1e-9,
                        flops / millis * 1e-6,
                        bytes / millis * 1e-6,
                        floor.millis(),
                        floor.bound(),
                        profile.counts().getOrDefault(name, 0L) < LEAST_SAMPLES
                                ? "(few)"
                                : String.format(Locale.ROOT, "%.0f %%", 100 * floor.millis() / millis));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %-26s %5.1f %% %9.3f %45s %9.3f %8s %7.0f %%%n",
                "epoch",
                100.0,
                epoch,
                "",
                floors,
                "",
                100 * floors / epoch);
    }

    /**
     * The least time of an operation.
     *
     * @param bound what sets it in the layer where it is longest: {@code flops}, {@code stream} or {@code gather}
     */
    record Floor(double millis, String bound) {
        static Floor of(List<Work> works, MachinePeak peak, long stepBytes) {
            double sum = 0;
            double longest = 0;
            String bound = "";
            for (Work work : works) {
                double flops = work.flops() / peak.fma();
                double stream = work.streamed() / peak.readRate(stepBytes);
                double gather = work.gathered() / peak.readRate(work.footprint());
                double most = Math.max(flops, Math.max(stream, gather));
                sum += most;
                if (most >= longest) {
                    longest = most;
                    bound = most == flops ? "flops" : most == stream ? "stream" : "gather";
                }
            }
            return new Floor(sum * 1e-6, bound);
        }
    }
}
