package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.model.DaegcConfig;
import dev.kindred.store.GraphStore;
import dev.kindred.train.Calibration;
import dev.kindred.train.GraphSize;
import dev.kindred.train.MemoryEstimate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred estimate}: memory and time of a run before it is begun. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says how much memory and time clustering a graph will take, and whether this machine has it.",
        footer = {
            "",
            "Memory comes from the sizes in the file's headers; time from a few epochs on the graph itself.",
            "",
            "Examples:",
            "  kindred estimate --data photo.npz -k 8",
            "  kindred estimate --data photo-store -k 8",
            "  kindred estimate --data photo.npz -k 8 --hidden 256,64 --no-time",
            "  kindred estimate --nodes 1000000 --edges 5000000 --features 128 -k 20"
        })
final class EstimateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", paramLabel = "FILE", description = "graph as .npz, or a folder of kindred import")
    private @Nullable Path data;

    @Option(names = "--nodes", paramLabel = "N", description = "instead of a file: nodes")
    private @Nullable String nodes;

    @Option(names = "--edges", paramLabel = "N", description = "undirected edges (default: 5 a node)")
    private @Nullable String edges;

    @Option(names = "--features", paramLabel = "N", description = "features of a node (default: 128)")
    private long features = 128;

    @Option(names = "--density", paramLabel = "P", description = "share of features that are not 0 (default: 1)")
    private double density = 1;

    @Option(names = "--no-time", description = "memory alone: nothing is read but headers, nothing trained")
    private boolean withoutTime;

    @Option(names = "--threads", paramLabel = "N", description = "threads that would train (default: all processors)")
    private @Nullable Integer threads;

    @Mixin
    private Settings settings = new Settings();

    @Override
    public Integer call() throws IOException {
        if (spec == null || (data == null) == (nodes == null)) {
            throw new UsageException(
                    "estimate: expected --data FILE.npz or --nodes N, got " + (data == null ? "neither" : "both"));
        }
        DaegcConfig config = ClusterCommand.config(settings, null);
        GraphSize size = size();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%,d nodes, %,d edge entries, %,d features (%,d values, %s)%n",
                size.nodes(),
                size.entries(),
                size.columns(),
                size.storedValues(),
                size.layout() == GraphSize.Layout.DENSE ? "dense" : "sparse");
        MemoryEstimate.of(size, config).lines().forEach(out::println);
        long mapped = MemoryEstimate.mappedOf(size);
        if (mapped > 0) {
            out.println("features in mapped files, on top: up to " + MemoryLimits.megabytes(mapped)
                    + " of pages, which the system takes back when it needs the room; no heap");
        }
        MemoryLimits limits = MemoryLimits.ofThisProcess();
        out.println("heap, at least: " + MemoryLimits.megabytes(MemoryLimits.heapOf(size, config)) + " of "
                + MemoryLimits.megabytes(limits.heap()) + " allowed");
        out.println("process, expected peak: " + MemoryLimits.megabytes(MemoryLimits.peakOf(size, config)) + " of "
                + MemoryLimits.megabytes(limits.process()) + "; at least "
                + MemoryLimits.megabytes(MemoryLimits.leastOf(size, config)));
        limits.check(size, config);
        if (data != null && !withoutTime) {
            AttributedGraph graph =
                    ClusterInput.ofData(data, Direction.SYMMETRIC).graph();
            int used = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
            out.printf(
                    Locale.ROOT,
                    "about %.1f s with %d threads, reading and writing not counted%n",
                    Calibration.seconds(graph, config, used),
                    used);
        }
        return 0;
    }

    private GraphSize size() throws IOException {
        if (data != null) {
            return Files.isDirectory(data) ? GraphSize.of(GraphStore.size(data)) : GraphSize.of(NpzGraph.size(data));
        }
        long count = nodes == null ? 0 : whole("nodes", nodes);
        long undirected = edges == null ? 5 * count : whole("edges", edges);
        try {
            boolean dense = density > .25;
            return new GraphSize(
                    count,
                    2 * undirected,
                    features,
                    dense ? count * features : Math.round(count * features * density),
                    dense ? GraphSize.Layout.DENSE : GraphSize.Layout.SPARSE,
                    GraphSize.Weights.NONE);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Elsewhere flags of these names take tables, whose sizes are not known before they are read. */
    private static long whole(String what, String given) {
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "estimate: expected a number of " + what + ", got " + given
                            + "; kindred inspect says how many nodes, edges and features are in tables, and kindred cluster"
                            + " checks their memory before it trains",
                    e);
        }
    }
}
