package dev.kindred.cli;

import dev.kindred.cli.demo.ClassGraph;
import dev.kindred.cli.demo.ClusterPortrait;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.Verdict;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.model.ModelConfig;
import dev.kindred.train.Repetition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred demo}: clusters the JDK's own classes, or a user's. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Clusters the classes of java.base of the running JDK, or of jars: who mentions whom, and what the members are called.",
        footer = {
            "",
            "Without --out an earlier demo's results are replaced. Takes every setting that cluster takes.",
            "",
            "Examples:",
            "  kindred demo",
            "  kindred demo --jars app.jar,lib.jar -k 8 --out modules"
        })
final class DemoCommand implements Callable<Integer> {
    /** Clusters of java.base; fewer where a user's jars are small. */
    private static final int CLUSTERS = 16;

    private static final int CLASSES_PER_CLUSTER = 8;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--jars", paramLabel = "JAR", split = ",", description = "cluster the classes of these instead")
    private @Nullable List<Path> jars;

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        ClusterCommand.config(settings, CLUSTERS); // mistakes in settings before anything is read
        Path folder = options.folder("demo");
        Existing existing = options.hasFolder() ? options.existing() : Existing.OVERWRITE;
        UnfinishedRun.Begun begun = new UnfinishedRun.Begun(
                UnfinishedRun.newId(), "demo", RecordedArguments.of(spec), RecordedArguments.typed(spec));
        try (UnfinishedRun place = UnfinishedRun.open(folder, existing, options, begun)) {
            if (place.isFinished()) {
                place.finished();
                return 0;
            }
            return run(spec, place);
        }
    }

    private int run(CommandSpec spec, UnfinishedRun place) throws IOException {
        Progress progress = new Progress(spec.commandLine().getErr(), Progress.styleFor(options.quiet()));
        long begun = System.nanoTime();
        ClassGraph classes = jars == null ? ClassGraph.ofJavaBase() : ClassGraph.ofJars(jars);
        double extracted = (System.nanoTime() - begun) * 1e-9;
        if (classes.words().isEmpty()) {
            throw new InvalidInputException("words: expected some that " + ClassGraph.RAREST_WORD
                    + " classes or more have in common, got none; add jars");
        }
        ModelConfig config =
                ClusterCommand.config(settings, Math.clamp(classes.names().size() / CLASSES_PER_CLUSTER, 2, CLUSTERS));
        List<String> warnings = classes.broken() == 0
                ? List.of()
                : List.of(classes.broken() + " class files could not be read and were left out");
        warnings.forEach(progress::warning);
        if (config.clusters() > classes.names().size()) {
            throw new UsageException(
                    "clusters: expected at most " + classes.names().size() + " (classes), got " + config.clusters());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!options.quiet()) {
            out.printf(
                    Locale.ROOT,
                    "%s: %,d classes, %,d references, %,d words, read in %.1f s%n",
                    jars == null ? "java.base of Java " + Runtime.version() : "your jars",
                    classes.names().size(),
                    classes.references(),
                    classes.words().size(),
                    extracted);
        }
        Repetition.Result runs;
        try (progress) {
            runs = place.train(classes.graph(), config, settings.seeds(), progress);
        }
        RunFiles.Run run = new RunFiles.Run(
                runs,
                classes.graph(),
                classes.packages(),
                classes.names()::get,
                source(classes),
                warnings,
                settings.preset(),
                place.begun().commandLine(),
                output -> {});
        Verdict verdict = run.verdict();
        RunFiles.write(place, run, verdict);
        if (!options.quiet()) {
            print(out, classes, run);
            out.println(verdict.finetuning().sentence());
            out.println(verdict.graph().sentence());
            out.println("results in " + place.target());
        }
        return 0;
    }

    private Map<String, Object> source(ClassGraph classes) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("kind", "classes");
        source.put("path", jars == null ? "jrt:/java.base" : jars.toString());
        source.put("classes", classes.names().size());
        source.put("references", classes.references());
        source.put("words", classes.words().size());
        return source;
    }

    private static void print(PrintWriter out, ClassGraph classes, RunFiles.Run run) {
        for (ClusterPortrait portrait : ClusterPortrait.of(classes, run.result())) {
            out.printf(Locale.ROOT, "%ncluster %d: %,d classes%n", portrait.cluster(), portrait.size());
            out.println("  words     " + String.join(", ", portrait.words()));
            out.println("  typical   " + String.join(", ", portrait.classes()));
            out.println("  packages  " + String.join(", ", portrait.packages()));
        }
        if (Arrays.stream(classes.packages()).distinct().count() == 1) {
            out.printf(
                    Locale.ROOT,
                    "%nall classes are in one package: no agreement to measure; modularity %.3f%n",
                    run.structure().modularity());
            return;
        }
        LabelMetrics packages = LabelMetrics.of(classes.packages(), run.result().labels());
        out.printf(
                Locale.ROOT,
                "%nagreement with packages: NMI %.3f, AMI %.3f, homogeneity %.3f, completeness %.3f; modularity %.3f%n",
                packages.nmi(),
                packages.ami(),
                packages.homogeneity(),
                packages.completeness(),
                run.structure().modularity());
    }
}
