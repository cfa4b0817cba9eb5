package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.model.ModelConfig;
import dev.kindred.sweep.SweepEstimate;
import dev.kindred.sweep.SweepPlan;
import dev.kindred.train.Calibration;
import dev.kindred.train.GraphSize;
import dev.kindred.train.MemoryEstimate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
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
        description =
                "Estimates how much memory and time clustering a graph will take, and whether this machine has enough.",
        footer = {
            "",
            "Memory is computed from the size of the graph: the header of a .npz file, or the tables, which are read for it. Time is measured",
            "by a few epochs on the graph itself. For a graph that is only planned, give numbers: --nodes, --edges (undirected; default: 5 for",
            "each node) and --features (default: 128).",
            "",
            "Examples:",
            "  kindred estimate --data photo.npz -k 8",
            "  kindred estimate --data photo-store -k 8",
            "  kindred estimate --data photo.npz -k 8 --hidden 256,64 --no-time",
            "  kindred estimate --nodes nodes.csv --edges edges.csv --id id --ignore label -k 7",
            "  kindred estimate --nodes 1000000 --edges 5000000 --features 128 -k 20"
        })
final class EstimateCommand implements Callable<Integer> {
    private static final long DEFAULT_FEATURES = 128;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private InputFlags input = new InputFlags();

    @Section(Section.INPUT)
    @Option(
            names = "--density",
            paramLabel = "P",
            description = "share of features of a planned graph that are not 0 (default: 1)")
    private double density = 1;

    @Section(Section.RUN)
    @Option(
            names = "--no-time",
            description = "estimate memory only: nothing is trained, and only the headers of .npz files are read")
    private boolean withoutTime;

    @Section(Section.RUN)
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "number of threads that would train (default: all processors)")
    private @Nullable Integer threads;

    @Mixin
    private Settings settings = new Settings();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        input.check();
        RunOptions.checkThreads(threads);
        settings.check(null, input.graph().nodes());
        ModelConfig config = settings.isSwept()
                ? settings.build(settings.counts(input.graph().nodes()).largest())
                : settings.build(null);
        Path data = input.data();
        InputFlags.Planned planned = input.planned();
        PrintWriter out = spec.commandLine().getOut();
        AttributedGraph graph = null;
        GraphSize size;
        if (data != null) {
            GraphSize ofHeaders = ClusterInput.size(data, input.graph().direction());
            if (ofHeaders == null) {
                graph = readGraph(spec.commandLine().getErr());
            }
            size = graph == null ? Objects.requireNonNull(ofHeaders) : GraphSize.of(graph);
        } else if (planned != null) {
            size = size(planned);
        } else {
            graph = readGraph(spec.commandLine().getErr());
            size = GraphSize.of(graph);
        }
        Settings.checkClusters(config.clusters(), size.nodes());
        print(out, size, config, graph == null || data != null ? null : RunReport.peakResidentBytes());
        MemoryLimits.ofThisProcess().check(size, config, settings.seeds());
        if (planned == null && !withoutTime) {
            printTime(out, graph == null ? input.read(line -> {}).graph() : graph, config);
        }
        return 0;
    }

    private AttributedGraph readGraph(PrintWriter err) throws IOException {
        ClusterInput read = input.read(err::println);
        read.warnings().forEach(warning -> err.println("warning: " + warning));
        return read.graph();
    }

    /**
     * Sizes and memory.
     *
     * @param reading bytes of the process at their peak while tables were read, or null
     */
    private void print(PrintWriter out, GraphSize size, ModelConfig config, @Nullable Long reading) {
        int seeds = settings.seeds();
        out.printf(
                Locale.ROOT,
                "%,d nodes, %,d edge entries, %,d features (%,d values, %s)%n",
                size.nodes(),
                size.entries(),
                size.columns(),
                size.storedValues(),
                size.layout() == Features.Layout.DENSE ? "dense" : "sparse");
        RunMemory memory = new RunMemory(size, config, seeds, settings.method(), sweep(size, config));
        memory.estimate().lines().forEach(out::println);
        long mapped = MemoryEstimate.mappedOf(size);
        if (mapped > 0) {
            out.println("features in mapped files, on top: up to " + MemoryLimits.megabytes(mapped)
                    + " of pages, which the system takes back when it needs the room; no heap");
        }
        MemoryLimits limits = MemoryLimits.ofThisProcess();
        out.println("heap, at least: " + MemoryLimits.megabytes(MemoryLimits.heapOf(size, config, seeds)) + " of "
                + MemoryLimits.megabytes(limits.heap()) + " allowed");
        if (reading != null) {
            out.println("process, reading the tables: " + MemoryLimits.megabytes(reading)
                    + " at the peak, measured just now (--table-memory bounds DuckDB's part)");
        }
        long left = input.data() == null && input.planned() == null ? MemoryLimits.LEFT_BY_TABLES : 0;
        long run = memory.peak() + left;
        out.println("process, expected peak: "
                + MemoryLimits.megabytes(reading == null ? run : Math.max(reading, run)) + " of "
                + MemoryLimits.megabytes(limits.process()) + "; at least "
                + MemoryLimits.megabytes(MemoryLimits.leastOf(size, config, seeds) + left));
    }

    /** What {@code -k auto} holds before training; nothing where k was given. */
    private List<MemoryEstimate.Part> sweep(GraphSize size, ModelConfig config) {
        if (!settings.isSwept()) {
            return List.of();
        }
        long embedding = settings.method().isSimple() ? 0 : config.encoder().embeddingSize();
        SweepPlan plan = settings.plan(settings.counts(OptionalLong.of(size.nodes())));
        return List.of(SweepEstimate.memory(size, plan, embedding, used()));
    }

    private int used() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private void printTime(PrintWriter out, AttributedGraph graph, ModelConfig config) {
        int seeds = settings.seeds();
        int used = used();
        if (settings.isSwept()) {
            SweepPlan plan = settings.plan(settings.counts(OptionalLong.of(graph.nodes())));
            out.printf(
                    Locale.ROOT,
                    "about %.1f s for the sweep over %s with %d threads, then%n",
                    SweepEstimate.seconds(graph, plan, used),
                    plan.counts(),
                    used);
        }
        out.printf(
                Locale.ROOT,
                "about %.1f s with %d threads%s, without reading and writing%n",
                seeds * Calibration.seconds(graph, config, used),
                used,
                seeds == 1 ? "" : " for " + seeds + " seeds");
    }

    private GraphSize size(InputFlags.Planned planned) {
        long nodes = whole("nodes", planned.nodes());
        long undirected = planned.edges() == null ? 5 * nodes : whole("edges", planned.edges());
        long features = planned.features() == null ? DEFAULT_FEATURES : whole("features", planned.features());
        if (!(density > 0 && density <= 1)) {
            throw UsageException.of("--density", "expected above 0 and at most 1, got " + density);
        }
        try {
            Features.Layout layout = Features.Layout.ofDensity(density);
            boolean dense = layout == Features.Layout.DENSE;
            return new GraphSize(
                    nodes,
                    2 * undirected,
                    features,
                    dense ? nodes * features : Math.round(nodes * features * density),
                    layout,
                    GraphSize.Weights.NONE);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static long whole(String what, String given) {
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw UsageException.of("--" + what, "expected a number, as --nodes is one, got " + given, e);
        }
    }
}
