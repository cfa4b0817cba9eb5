package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.store.GraphStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
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
        description =
                "Converts a graph to a folder from which features are read as needed, without holding them in memory.",
        footer = {
            "",
            "Other commands take the folder as --data; the results are the same, bit for bit. The folder holds .npy files, which NumPy opens,",
            "too, and the ids, labels and encoding of tables. The import itself reads the whole graph into memory.",
            "",
            "Examples:",
            "  kindred import --data photo.npz --out photo-store",
            "  kindred import --nodes nodes.csv --edges edges.csv --label label --out groups-store",
            "  kindred cluster --data photo-store -k 8 --out photo-clusters"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private InputFlags input = new InputFlags();

    @Section(Section.OUTPUT)
    @Option(names = "--out", paramLabel = "DIR", description = "folder to create")
    private @Nullable Path out;

    @Section(Section.OUTPUT)
    @Option(names = "--overwrite", description = "replace an earlier import (default: refuse)")
    private boolean overwrite;

    @Section(Section.RUN)
    @Option(names = "--quiet", description = "print only warnings and errors")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        input.check();
        if (out == null) {
            throw UsageException.of("--out", "expected DIR, got none");
        }
        Existing existing = overwrite ? Existing.OVERWRITE : Existing.REFUSE;
        OutputFolder.check(out, existing, GraphStore.CONTENTS);
        // The lock of a run of cluster: whoever has it tidies up what others left half written.
        try (FolderLock lock = UnfinishedRun.lock(out)) {
            try {
                OutputFolder.recover(out);
                ClusterInput read = read(spec.commandLine().getErr());
                GraphStore.write(out, existing, read.stored());
                if (!quiet) {
                    summary(spec.commandLine().getOut(), read.graph(), out);
                }
            } finally {
                lock.removeFolder();
            }
        }
        return 0;
    }

    private ClusterInput read(PrintWriter err) throws IOException {
        ClusterInput read = input.read(quiet ? line -> {} : err::println);
        read.warnings().forEach(warning -> err.println("warning: " + warning));
        return read;
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
