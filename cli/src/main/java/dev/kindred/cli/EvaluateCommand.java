package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred evaluate}: judges the clusters of a run. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Judges clusters by the edges of a graph and, where it has labels, by these.",
        footer = {
            "",
            "Examples:",
            "  kindred evaluate --clusters cora-clusters --data cora.npz",
            "  kindred evaluate --clusters cora-clusters --data cora.npz --json"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--clusters", paramLabel = "DIR", description = "folder of a run, or a clusters.csv")
    private @Nullable Path clusters;

    @Option(names = "--data", paramLabel = "FILE", description = "the graph that was clustered, as .npz")
    private @Nullable Path data;

    @Option(names = "--directed", description = "keep one-way edges one-way")
    private boolean directed;

    @Option(names = "--json", description = "print JSON instead of a table")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (clusters == null || data == null || spec == null) {
            throw new UsageException("evaluate: expected --clusters DIR and --data FILE.npz, got "
                    + (clusters == null ? "no --clusters" : "no --data"));
        }
        NpzGraph graph = NpzGraph.read(data, directed ? Direction.DIRECTED : Direction.SYMMETRIC);
        int[] found = ClustersFile.read(clusters, graph.graph().nodes());
        int count = Arrays.stream(found).max().orElse(0) + 1;
        StructureMetrics structure = StructureMetrics.of(graph.graph().graph(), found, count);
        LabelMetrics labels = graph.labels() == null ? null : LabelMetrics.of(graph.labels(), found);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> metrics = new LinkedHashMap<>();
            metrics.put("structure", structure);
            if (labels != null) {
                metrics.put("labels", labels);
            }
            out.println(RunFiles.JSON.writeValueAsString(metrics));
        } else {
            table(out, structure, labels);
        }
        return 0;
    }

    private static void table(PrintWriter out, StructureMetrics structure, @Nullable LabelMetrics labels) {
        if (labels != null) {
            out.println("against labels");
            RunFiles.named(labels).forEach((name, value) -> out.printf(Locale.ROOT, "  %-18s %7.4f%n", name, value));
        }
        out.println("by edges");
        out.printf(Locale.ROOT, "  %-18s %7.4f%n", "modularity", structure.modularity());
        out.printf(Locale.ROOT, "  %-18s %7.4f%n", "mean conductance", structure.meanConductance());
        out.printf(Locale.ROOT, "  %-18s %7.4f%n", "cut share", structure.cutShare());
        out.println("  cluster   nodes  modularity  conductance");
        for (StructureMetrics.Cluster cluster : structure.clusters()) {
            out.printf(
                    Locale.ROOT,
                    "  %7d %7d  %10.4f  %11.4f%n",
                    cluster.cluster(),
                    cluster.size(),
                    cluster.modularity(),
                    cluster.conductance());
        }
    }
}
