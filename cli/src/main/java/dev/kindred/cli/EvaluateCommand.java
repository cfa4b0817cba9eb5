package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.graph.Graph;
import dev.kindred.run.ClustersFile;
import dev.kindred.tables.JudgedClusters;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred evaluate}: judges the clusters of a run. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Computes metrics of clusters: by the edges of a graph and, if known, by labels of its nodes.",
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

    @Section(Section.INPUT)
    @Option(
            names = "--clusters",
            paramLabel = "DIR",
            description = "folder of results, or a file of clusters: .csv, .parquet, .jsonl")
    private @Nullable Path clusters;

    @Mixin
    private GraphFlags graph = new GraphFlags();

    @Section(Section.INPUT)
    @Option(names = "--labels", paramLabel = "FILE", description = "table with known classes of the nodes")
    private @Nullable String labelFile;

    @Section(Section.COLUMNS)
    @Option(
            names = "--label-column",
            paramLabel = "COLUMN",
            description = "column of known classes, in --labels or in --data where its nodes have columns")
    private @Nullable String labelColumn;

    @Mixin
    private ColumnNames names = new ColumnNames();

    private final StandardInput standardInput = new StandardInput();

    @Section(Section.OUTPUT)
    @Option(names = "--json", description = "print JSON instead of a table")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (clusters == null || spec == null) {
            throw UsageException.of("--clusters", "expected a folder of results or a file of clusters, got none");
        }
        boolean tables = graph.edges() != null || labelFile != null;
        if ((graph.data() == null) == !tables) {
            throw new UsageException("input: expected "
                    + (tables
                            ? "either --data, or --edges and --labels, got both"
                            : "--data FILE, or --edges FILE, or --labels FILE, got none"));
        }
        if (graph.data() == null && (labelFile == null) != (labelColumn == null)) {
            throw labelFile == null
                    ? UsageException.of("--labels", "expected FILE beside --label-column, got none")
                    : UsageException.of("--label-column", "expected COLUMN beside --labels, got none");
        }
        PrintWriter out = spec.commandLine().getOut();
        Judged judged = graph.data() == null ? judgedByTables(clusters) : judgedByData(clusters, graph.data());
        Judgement judgement = judged.judgement();
        judgement.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        if (json) {
            Map<String, Object> metrics = new LinkedHashMap<>();
            if (judgement.structure() != null) {
                metrics.put("structure", judgement.structure());
            }
            if (judgement.labels() != null) {
                metrics.put("labels", judgement.labels());
            }
            out.println(RunReport.JSON.writeValueAsString(metrics));
        } else {
            table(out, judgement.structure(), judgement.labels());
            if (judgement.labels() != null && judged.labels() != null) {
                CrossTable.of(judged.clusters(), judged.labels(), judged.labelNames())
                        .lines()
                        .forEach(out::println);
            }
        }
        return judgement.structure() == null && judgement.labels() == null ? CommandLine.ExitCode.SOFTWARE : 0;
    }

    /**
     * Clusters and what they were compared with.
     *
     * @param clusters {@code [n]}
     * @param labels {@code [n]} -1 where a node has none, or null
     * @param labelNames by the numbers of the labels, or empty
     */
    private record Judged(int[] clusters, int @Nullable [] labels, List<String> labelNames, Judgement judgement) {
        static Judged of(int[] clusters, @Nullable Graph graph, int @Nullable [] labels, List<String> labelNames) {
            return new Judged(clusters, labels, labelNames, Judgement.ofClusters(clusters, graph, labels));
        }
    }

    private Judged judgedByData(Path run, Path file) throws IOException {
        TableOptions options = TableOptions.defaults()
                .withDirection(graph.direction())
                .withNames(names.names(labelColumn))
                .withListener(notice -> {});
        ClusterInput input = ClusterInput.ofData(file, options, line -> {});
        int[] found = ClustersFile.read(run, input.ids());
        return Judged.of(found, input.graph().graph(), input.labels(), input.labelNames());
    }

    private Judged judgedByTables(Path run) throws IOException {
        String edges = graph.edges();
        JudgedClusters judged = JudgedClusters.read(
                TableSource.files(ClustersFile.in(run).toString()),
                labelFile == null ? null : readable("--labels", labelFile),
                labelColumn,
                edges == null ? null : graph.projected(readable("--edges", edges), names.names(null)),
                TableOptions.defaults()
                        .withDirection(graph.direction())
                        .withNames(graph.projects() ? names.ofProjected(null) : names.names(null))
                        .withListener(notice -> {}));
        if (spec != null) {
            FlagNames.in(judged.notices()).forEach(spec.commandLine().getErr()::println);
        }
        return Judged.of(judged.clusters(), judged.graph(), judged.labels(), judged.labelNames());
    }

    private TableSource readable(String flag, String file) throws IOException {
        return GraphFlags.files(flag, standardInput.file(flag, file, null));
    }

    private static void table(PrintWriter out, @Nullable StructureMetrics structure, @Nullable LabelMetrics labels) {
        if (labels != null) {
            out.println("compared with the labels");
            named(labels).forEach((name, value) -> out.printf(Locale.ROOT, "  %-18s %7.4f%n", name, value));
        }
        if (structure == null) {
            return;
        }
        out.println("by the edges");
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

    /** Name and value of every label metric, in a fixed order. */
    private static Map<String, Double> named(LabelMetrics metrics) {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("accuracy", metrics.accuracy());
        named.put("NMI (arithmetic)", metrics.nmi());
        named.put("AMI (arithmetic)", metrics.ami());
        named.put("ARI", metrics.ari());
        named.put("macro F1", metrics.macroF1());
        named.put("homogeneity", metrics.homogeneity());
        named.put("completeness", metrics.completeness());
        named.put("purity", metrics.purity());
        return named;
    }
}
