package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.model.DaegcConfig;
import dev.kindred.tables.TableGraph;
import dev.kindred.train.Calibration;
import dev.kindred.train.GraphSize;
import dev.kindred.train.MemoryEstimate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
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
            "Memory comes from the sizes of the graph: those in a .npz file's header, or those of tables, which are read for it as cluster reads",
            "them; time from a few epochs on the graph itself. Numbers for --nodes, --edges (undirected, 5 a node if left out) and --features",
            "(128) are those of a graph that is only planned.",
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

    @Option(names = "--data", paramLabel = "FILE", description = "graph as .npz, or a folder of kindred import")
    private @Nullable Path data;

    @Option(
            names = "--directed",
            description = "keep one-way edges one-way; a folder of kindred import keeps them as it was imported")
    private boolean directed;

    @Option(names = "--label", paramLabel = "COLUMN", description = "known classes of the nodes: no feature")
    private @Nullable String label;

    @Mixin
    private TableFlags tables = new TableFlags();

    @Option(
            names = "--density",
            paramLabel = "P",
            description = "of a planned graph: share of features that are not 0 (default: 1)")
    private double density = 1;

    @Option(
            names = "--no-time",
            description = "memory alone: of .npz files nothing is read but headers, and nothing is trained")
    private boolean withoutTime;

    @Option(names = "--threads", paramLabel = "N", description = "threads that would train (default: all processors)")
    private @Nullable Integer threads;

    @Mixin
    private Settings settings = new Settings();

    @Override
    public Integer call() throws IOException {
        if (spec == null || (data == null) == !tables.given()) {
            throw new UsageException(
                    "estimate: expected --data FILE.npz, or --nodes FILE and --edges FILE, or --nodes N, got "
                            + (data == null ? "none" : "both"));
        }
        DaegcConfig config = ClusterCommand.config(settings, null);
        TableFlags.Planned planned = tables.planned();
        Direction direction = directed ? Direction.DIRECTED : Direction.SYMMETRIC;
        PrintWriter out = spec.commandLine().getOut();
        AttributedGraph graph = null;
        GraphSize size;
        if (data != null) {
            size = Files.isDirectory(data)
                    ? GraphSize.of(ClusterInput.storeSize(data, direction))
                    : GraphSize.of(NpzGraph.size(data));
        } else if (planned != null) {
            size = size(planned);
        } else {
            graph = readTables(spec.commandLine().getErr(), direction);
            size = GraphSize.of(graph);
        }
        print(out, size, config, graph == null ? null : RunFiles.peakResidentBytes());
        MemoryLimits.ofThisProcess().check(size, config, settings.seeds());
        if (planned == null && !withoutTime) {
            if (data != null) {
                graph = ClusterInput.ofData(data, direction).graph();
            }
            printTime(out, Objects.requireNonNull(graph), config);
        }
        return 0;
    }

    private AttributedGraph readTables(PrintWriter err, Direction direction) throws IOException {
        TableGraph table = tables.read(label, direction, err::println);
        table.report().irregularities().forEach(irregularity -> err.println("warning: " + irregularity));
        return table.graph();
    }

    /**
     * Sizes and memory.
     *
     * @param reading bytes of the process at their peak while tables were read, or null
     */
    private void print(PrintWriter out, GraphSize size, DaegcConfig config, @Nullable Long reading) {
        int seeds = settings.seeds();
        out.printf(
                Locale.ROOT,
                "%,d nodes, %,d edge entries, %,d features (%,d values, %s)%n",
                size.nodes(),
                size.entries(),
                size.columns(),
                size.storedValues(),
                size.layout() == Features.Layout.DENSE ? "dense" : "sparse");
        MemoryEstimate.of(size, config, seeds).lines().forEach(out::println);
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
        long left = data == null && tables.planned() == null ? MemoryLimits.LEFT_BY_TABLES : 0;
        long training = MemoryLimits.peakOf(size, config, seeds) + left;
        out.println("process, expected peak: "
                + MemoryLimits.megabytes(reading == null ? training : Math.max(reading, training)) + " of "
                + MemoryLimits.megabytes(limits.process()) + "; at least "
                + MemoryLimits.megabytes(MemoryLimits.leastOf(size, config, seeds) + left));
    }

    private void printTime(PrintWriter out, AttributedGraph graph, DaegcConfig config) {
        int seeds = settings.seeds();
        int used = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        out.printf(
                Locale.ROOT,
                "about %.1f s with %d threads%s, reading and writing not counted%n",
                seeds * Calibration.seconds(graph, config, used),
                used,
                seeds == 1 ? "" : " for " + seeds + " seeds");
    }

    private GraphSize size(TableFlags.Planned planned) {
        long nodes = whole("nodes", planned.nodes());
        long undirected = planned.edges() == null ? 5 * nodes : whole("edges", planned.edges());
        long features = planned.features() == null ? DEFAULT_FEATURES : whole("features", planned.features());
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
            throw new UsageException(
                    "estimate: expected a number of " + what + " beside a number of nodes, got " + given, e);
        }
    }
}
