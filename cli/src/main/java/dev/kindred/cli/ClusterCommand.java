package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.eval.Verdict;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.model.ModelConfig;
import dev.kindred.tables.TableGraph;
import dev.kindred.train.Repetition;
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

/** {@code kindred cluster}: a graph in, a folder of results out. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Clusters a graph and writes the results to a folder.",
        footer = {
            "",
            "The folder holds clusters.csv, embedding.npy, model.safetensors and run.json; encoding.json where tables were read.",
            "Labels in the file are never trained on; they only judge the result at the end.",
            "",
            "Examples:",
            "  kindred cluster --data cora.npz -k 7 --out cora-clusters",
            "  kindred cluster --nodes nodes.csv --edges edges.csv --id id --ignore label -k 7 --out groups",
            "  kindred cluster --nodes 'nodes-*.parquet' --edges edges.parquet --column notes=tfidf -k 12 --format parquet",
            "  kindred cluster --data cora.npz -k 7 --preset paper --seed 3 --threads 2",
            "  kindred cluster --data photo.npz -k 8 --hidden 256,64 --heads 4 --out photo --overwrite",
            "  kindred cluster --data photo-store -k 8     (features stay in the store's files: see kindred import --help)",
            "  kindred cluster --config run.yaml --quiet"
        })
final class ClusterCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "graph as .npz (arrays adj_*, attr_*, optionally labels), or a folder of kindred import")
    private @Nullable Path data;

    @Option(
            names = "--directed",
            description = "keep one-way edges one-way; a folder of kindred import keeps them as it was imported")
    private boolean directed;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "known classes of the nodes: never a feature, never trained on; judge the result at the end")
    private @Nullable String label;

    @Mixin
    private TableFlags tables = new TableFlags();

    @Mixin
    private OutputFlags outputs = new OutputFlags();

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws IOException {
        if (spec == null || (data == null && !tables.given())) {
            throw new UsageException("data: expected --data FILE.npz, or --nodes FILE and --edges FILE, got none");
        }
        if (data != null && tables.given()) {
            throw new UsageException("data: expected either --data or --nodes and --edges, got both");
        }
        ModelConfig config = config(settings, null);
        Path folder = options.folder(
                data == null
                        ? tables.name()
                        : String.valueOf(data.toAbsolutePath().normalize().getFileName())
                                .replaceFirst("\\.npz$", ""));
        UnfinishedRun.Begun begun = new UnfinishedRun.Begun(
                UnfinishedRun.newId(), "cluster", RecordedArguments.of(spec), RecordedArguments.typed(spec));
        try (UnfinishedRun place = UnfinishedRun.open(folder, options.existing(), options, begun)) {
            return place.isFinished() ? alreadyFinished(place) : run(spec, config, place);
        }
    }

    private int run(CommandSpec spec, ModelConfig config, UnfinishedRun place) throws IOException {
        tables.loadDriver();
        outputs.checkDatabase();
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = new Progress(err, Progress.styleFor(options.quiet()));
        ClusterInput input = data == null ? readTables(err) : ClusterInput.ofData(data, direction());
        input.warnings().forEach(progress::warning);
        if (config.clusters() > input.graph().nodes()) {
            throw new UsageException(
                    "clusters: expected at most " + input.graph().nodes() + " (nodes), got " + config.clusters());
        }
        outputs.checkIds(input.ids());
        Repetition.Result runs;
        try (progress) {
            runs = place.train(input.graph(), config, settings.seeds(), progress);
        }
        RunFiles.Run run = new RunFiles.Run(
                runs,
                input.graph(),
                input.labels(),
                input.ids()::text,
                input.facts(),
                input.warnings(),
                settings.preset(),
                place.begun().commandLine(),
                output -> {
                    if (input.encoding() != null) {
                        input.encoding().write(output.file(RunFiles.ENCODING));
                    }
                    outputs.write(output, input.ids(), runs.first());
                });
        Verdict verdict = run.verdict();
        RunFiles.write(place, run, verdict);
        outputs.writeDatabase(input.ids(), runs.first());
        if (!options.quiet()) {
            summary(spec.commandLine().getOut(), run, verdict, place.target());
        }
        return 0;
    }

    /** The process ended after the results were put in place and before it could tidy up. */
    private int alreadyFinished(UnfinishedRun place) throws IOException {
        place.finished();
        if (spec != null && !options.quiet()) {
            spec.commandLine().getOut().println("the run had finished; results in " + place.target());
        }
        return 0;
    }

    private Direction direction() {
        return directed ? Direction.DIRECTED : Direction.SYMMETRIC;
    }

    /** Reads tables; what was guessed is said, what is irregular is a warning. */
    private ClusterInput readTables(PrintWriter err) throws IOException {
        TableGraph table = tables.read(label, direction(), options.quiet() ? line -> {} : err::println);
        return ClusterInput.ofTables(table, tables.provenance(table));
    }

    /** The config, its mistakes told as mistakes in usage. */
    static ModelConfig config(Settings settings, @Nullable Integer defaultClusters) {
        try {
            settings.seeds(); // is refused here, too
            return settings.build(defaultClusters);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void summary(PrintWriter out, RunFiles.Run run, Verdict verdict, Path folder) {
        StructureMetrics structure = run.structure();
        out.println("cluster   nodes  conductance");
        for (StructureMetrics.Cluster cluster : structure.clusters()) {
            out.printf(Locale.ROOT, "%7d %7d  %11.3f%n", cluster.cluster(), cluster.size(), cluster.conductance());
        }
        out.printf(Locale.ROOT, "modularity %.3f, cut share %.3f%n", structure.modularity(), structure.cutShare());
        LabelMetrics labels = run.labelMetrics();
        if (labels != null) {
            out.printf(
                    Locale.ROOT,
                    "against the file's labels: accuracy %.3f, NMI %.3f, ARI %.3f, macro F1 %.3f%n",
                    labels.accuracy(),
                    labels.nmi(),
                    labels.ari(),
                    labels.macroF1());
        }
        out.println(verdict.finetuning().sentence());
        out.println(verdict.graph().sentence());
        out.println("results in " + folder);
    }
}
