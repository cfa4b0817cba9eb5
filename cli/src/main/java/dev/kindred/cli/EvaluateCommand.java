package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.tables.JudgedClusters;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableOptions.Names;
import dev.kindred.tables.TableSource;
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
            "  kindred evaluate --clusters cora-clusters --data cora.npz --json",
            "  kindred evaluate --clusters groups --data groups-store",
            "  kindred evaluate --clusters groups --labels nodes.csv --label-column label --edges edges.csv"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--clusters",
            paramLabel = "DIR",
            description = "folder of a run, or a file of clusters: .csv, .parquet, .jsonl")
    private @Nullable Path clusters;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "the graph that was clustered, as .npz or a folder of kindred import")
    private @Nullable Path data;

    @Option(names = "--labels", paramLabel = "FILE", description = "table with the known classes of nodes")
    private @Nullable String labelFile;

    @Option(names = "--label-column", paramLabel = "COLUMN", description = "the known classes in --labels")
    private @Nullable String labelColumn;

    @Option(names = "--edges", paramLabel = "FILE", description = "table of edges, by the same ids as the clusters")
    private @Nullable String edges;

    @Option(names = "--id", paramLabel = "COLUMN", description = "the ids in --labels (guessed where left out)")
    private @Nullable String id;

    @Option(names = "--source", paramLabel = "COLUMN", description = "first ends of the edges (guessed where left out)")
    private @Nullable String source;

    @Option(names = "--target", paramLabel = "COLUMN", description = "other ends of the edges (guessed where left out)")
    private @Nullable String target;

    @Option(names = "--weight", paramLabel = "COLUMN", description = "weights of the edges (weight, if there is one)")
    private @Nullable String weight;

    @Option(
            names = "--directed",
            description = "keep one-way edges one-way; a folder of kindred import keeps them as it was imported")
    private boolean directed;

    @Option(names = "--json", description = "print JSON instead of a table")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (clusters == null || spec == null) {
            throw new UsageException("evaluate: expected --clusters DIR and --data FILE.npz, got no --clusters");
        }
        if (data == null && edges == null && labelFile == null) {
            throw new UsageException(
                    "evaluate: expected --clusters DIR and --data FILE.npz, or --edges FILE or --labels FILE, got no --data");
        }
        if (data != null && (edges != null || labelFile != null)) {
            throw new UsageException("evaluate: expected either --data or --edges and --labels, got both");
        }
        if (labelFile != null && labelColumn == null) {
            throw new UsageException("evaluate: expected --label-column COLUMN beside --labels, got none");
        }
        PrintWriter out = spec.commandLine().getOut();
        Judgement judgement = data == null ? judgedByTables(clusters) : judgedByData(clusters, data);
        if (json) {
            Map<String, Object> metrics = new LinkedHashMap<>();
            if (judgement.structure() != null) {
                metrics.put("structure", judgement.structure());
            }
            if (judgement.labels() != null) {
                metrics.put("labels", judgement.labels());
            }
            out.println(RunFiles.JSON.writeValueAsString(metrics));
        } else {
            table(out, judgement.structure(), judgement.labels());
        }
        return 0;
    }

    /** What there was to judge by. */
    private record Judgement(
            @Nullable StructureMetrics structure, @Nullable LabelMetrics labels) {
        static Judgement of(int[] clusters, @Nullable Graph graph, int @Nullable [] labels) {
            int count = Arrays.stream(clusters).max().orElse(0) + 1;
            return new Judgement(
                    graph == null ? null : StructureMetrics.of(graph, clusters, count),
                    labels == null ? null : RunFiles.judged(labels, clusters));
        }
    }

    private Direction direction() {
        return directed ? Direction.DIRECTED : Direction.SYMMETRIC;
    }

    private Judgement judgedByData(Path run, Path file) throws IOException {
        ClusterInput input = ClusterInput.ofData(file, direction());
        int[] found = ClustersFile.read(run, input.ids());
        return Judgement.of(found, input.graph().graph(), input.labels());
    }

    private Judgement judgedByTables(Path run) throws IOException {
        JudgedClusters judged = JudgedClusters.read(
                TableSource.files(ClustersFile.in(run).toString()),
                labelFile == null ? null : TableSource.files(labelFile),
                labelColumn,
                edges == null ? null : TableSource.files(edges),
                TableOptions.defaults()
                        .withDirection(direction())
                        .withNames(new Names(id, source, target, weight, null)));
        if (spec != null) {
            judged.notices().forEach(spec.commandLine().getErr()::println);
        }
        return Judgement.of(judged.clusters(), judged.graph(), judged.labels());
    }

    private static void table(PrintWriter out, @Nullable StructureMetrics structure, @Nullable LabelMetrics labels) {
        if (labels != null) {
            out.println("against labels");
            RunFiles.named(labels).forEach((name, value) -> out.printf(Locale.ROOT, "  %-18s %7.4f%n", name, value));
        }
        if (structure == null) {
            return;
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
