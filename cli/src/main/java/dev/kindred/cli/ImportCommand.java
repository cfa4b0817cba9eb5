package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.store.GraphStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred import}: a graph in, a store out, whose features need no heap. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Puts a graph into a folder whose features are read from their files, and never held as a whole.",
        footer = {
            "",
            "Other commands take the folder by --data; results have the same bits as from the graph itself. The folder holds .npy",
            "files that NumPy opens, too, and ids, labels and encodings of tables. Importing itself reads the whole graph.",
            "",
            "Examples:",
            "  kindred import --data photo.npz --out photo-store",
            "  kindred import --nodes nodes.csv --edges edges.csv --label label --out groups-store",
            "  kindred cluster --data photo-store -k 8 --out photo-clusters"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "graph as .npz (arrays adj_*, attr_*, optionally labels)")
    private @Nullable Path data;

    @Option(names = "--directed", description = "keep one-way edges one-way, in all commands that read the folder")
    private boolean directed;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "known classes of the nodes: never a feature, kept to judge results by")
    private @Nullable String label;

    @Mixin
    private TableFlags tables = new TableFlags();

    @Option(names = "--out", paramLabel = "DIR", description = "folder that is made")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "replace an earlier store")
    private boolean overwrite;

    @Option(names = "--quiet", description = "print nothing but warnings and errors")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (spec == null || (data == null) == !tables.given()) {
            throw new UsageException("import: expected --data FILE.npz, or --nodes FILE and --edges FILE, got "
                    + (data == null ? "none" : "both"));
        }
        if (out == null) {
            throw new UsageException("import: expected --out DIR, got none");
        }
        Existing existing = overwrite ? Existing.OVERWRITE : Existing.REFUSE;
        OutputFolder.check(out, existing, GraphStore.CONTENTS);
        // The lock of a run of cluster: whoever has it tidies up what others left half written.
        try (FolderLock lock = UnfinishedRun.lock(out)) {
            try {
                OutputFolder.recover(out);
                ClusterInput input = read(spec.commandLine().getErr());
                GraphStore.write(out, existing, input.stored());
                if (!quiet) {
                    summary(spec.commandLine().getOut(), input.graph(), out);
                }
            } finally {
                lock.removeFolder();
            }
        }
        return 0;
    }

    private ClusterInput read(PrintWriter err) throws IOException {
        Direction direction = directed ? Direction.DIRECTED : Direction.SYMMETRIC;
        ClusterInput input;
        if (data != null) {
            input = ClusterInput.ofData(data, direction);
        } else {
            input = ClusterInput.ofTables(tables.read(label, direction, quiet ? line -> {} : err::println), Map.of());
        }
        input.warnings().forEach(warning -> err.println("warning: " + warning));
        return input;
    }

    private static void summary(PrintWriter out, AttributedGraph graph, Path folder) throws IOException {
        out.printf(
                Locale.ROOT,
                "%,d nodes, %,d edge entries, %,d features; %.1f MB in %s%n",
                graph.nodes(),
                graph.graph().edges(),
                graph.features().columns(),
                GraphStore.bytes(folder) / 1e6,
                folder);
    }
}
