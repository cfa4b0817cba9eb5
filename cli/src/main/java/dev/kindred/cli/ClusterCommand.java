package dev.kindred.cli;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.io.OutputFolder;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kindred cluster}: a graph in, a folder of results out. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Clusters a graph and writes the results to a folder.",
        footer = {
            "",
            "The folder holds clusters.csv, embedding.npy, model.safetensors and run.json, and encoding.json if tables were read.",
            "It is written atomically: the whole folder or nothing. Labels are never used in training; the result is only compared",
            "with them at the end. Unless --method names one, methods are compared without labels, and the output says which one was taken",
            "and whether edges, attributes or both carry groups. A simple method trains nothing and writes no model.",
            "",
            "Examples:",
            "  kindred cluster --data cora.npz -k 7 --out cora-clusters",
            "  kindred cluster --nodes nodes.csv --edges edges.csv --id id --ignore label -k 7 --out groups",
            "  kindred cluster --nodes 'nodes-*.parquet' --edges edges.parquet --column notes=tfidf -k 12 --format parquet",
            "  kindred cluster --data cora.npz -k 7 --preset paper --seed 3 --threads 2",
            "  kindred cluster --data photo.npz -k 8 --hidden 256,64 --heads 4 --out photo --overwrite",
            "  kindred cluster --data photo-store -k 8",
            "  kindred cluster --nodes nodes.csv --edges edges.csv -k auto --k-range 2..12",
            "  kindred cluster --edges edges.csv -k 8 --method leiden",
            "  kindred cluster --config run.yaml --quiet"
        })
final class ClusterCommand implements Callable<Integer>, TrainingFlow.Job {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private InputFlags input = new InputFlags();

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private OutputFlags outputs = new OutputFlags();

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        input.check();
        settings.check(null, input.graph().nodes());
        return new TrainingFlow(spec, settings, options).run(options.folder(input.name()), options.existing(), this);
    }

    @Override
    public ClusterInput read(Progress progress) throws IOException {
        input.loadDriver();
        outputs.checkDatabase(input.login());
        ClusterInput read = input.read(outputs.withColumns(), progress::note);
        outputs.checkIds(read.ids());
        return read;
    }

    @Override
    public void writeMore(OutputFolder folder, ClusterInput read, Selected selected) throws IOException {
        outputs.write(folder, read.ids(), read.columns(), selected);
    }

    @Override
    public void deliver(ClusterInput read, Clustering result, Path folder) throws IOException {
        outputs.writeDatabase(input.login(), read.ids(), result, folder);
    }

    @Override
    public void summarize(PrintWriter out, ClusterInput read, Clustering result, Judgement judgement) {
        StructureMetrics structure = judgement.structure();
        if (structure != null) {
            out.println("cluster   nodes  conductance");
            for (StructureMetrics.Cluster cluster : structure.clusters()) {
                out.printf(Locale.ROOT, "%7d %7d  %11.3f%n", cluster.cluster(), cluster.size(), cluster.conductance());
            }
            out.printf(Locale.ROOT, "modularity %.3f, cut share %.3f%n", structure.modularity(), structure.cutShare());
        }
        LabelMetrics labels = judgement.labels();
        if (labels != null) {
            out.printf(
                    Locale.ROOT,
                    "compared with the labels: accuracy %.3f, NMI %.3f, ARI %.3f, macro F1 %.3f%n",
                    labels.accuracy(),
                    labels.nmi(),
                    labels.ari(),
                    labels.macroF1());
        }
    }
}
