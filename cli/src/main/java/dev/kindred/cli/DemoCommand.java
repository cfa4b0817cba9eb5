package dev.kindred.cli;

import dev.kindred.cli.demo.ClassGraph;
import dev.kindred.cli.demo.ClusterPortrait;
import dev.kindred.eval.LabelMetrics;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.tables.InputColumns;
import dev.kindred.train.Clustering;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
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
                "Clusters the classes of java.base of the running JDK, or of jars, by their references and the words in their names.",
        footer = {
            "",
            "Without --out, the results of an earlier demo are replaced. All settings of cluster are accepted.",
            "",
            "Examples:",
            "  kindred demo",
            "  kindred demo --jars app.jar,lib.jar -k 8 --out modules"
        })
final class DemoCommand implements Callable<Integer>, TrainingFlow.Job {
    /** Clusters of java.base; fewer where a user's jars are small. */
    private static final int CLUSTERS = 16;

    private static final int CLASSES_PER_CLUSTER = 8;

    @Spec
    private @Nullable CommandSpec spec;

    @Section(Section.INPUT)
    @Option(
            names = "--jars",
            paramLabel = "JARS",
            split = ",",
            description = "cluster the classes of these jars (default: those of java.base)")
    private @Nullable List<Path> jars;

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private RunOptions options = new RunOptions();

    private @Nullable ClassGraph classes;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        settings.check(CLUSTERS, OptionalLong.empty());
        Existing existing = options.hasFolder() ? options.existing() : Existing.OVERWRITE;
        return new TrainingFlow(spec, settings, options).run(options.folder("demo"), existing, this);
    }

    @Override
    public ClusterInput read(Progress progress) throws IOException {
        long begun = System.nanoTime();
        ClassGraph read = jars == null ? ClassGraph.ofJavaBase() : ClassGraph.ofJars(jars);
        double seconds = (System.nanoTime() - begun) * 1e-9;
        classes = read;
        if (read.words().isEmpty()) {
            throw new InvalidInputException("words: expected some that " + ClassGraph.RAREST_WORD
                    + " classes or more have in common, got none; add jars");
        }
        if (spec != null && !options.quiet()) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s: %,d classes, %,d references, %,d words, read in %.1f s%n",
                            jars == null ? "java.base of Java " + Runtime.version() : "your jars",
                            read.names().size(),
                            read.references(),
                            read.words().size(),
                            seconds);
        }
        return new ClusterInput(
                read.graph(),
                NodeIds.of(read.names()),
                read.packages(),
                read.packageNames(),
                null,
                source(read),
                read.broken() == 0
                        ? List.of()
                        : List.of(read.broken() + " class files could not be read and were left out"));
    }

    @Override
    public Integer defaultClusters(ClusterInput input) {
        return Math.clamp(input.graph().nodes() / CLASSES_PER_CLUSTER, 2, CLUSTERS);
    }

    @Override
    public InputNames names(ClusterInput input) {
        ClassGraph read = Objects.requireNonNull(classes);
        return new InputNames(
                InputColumns.ofTerms(input.graph().features(), "word", read.words()), read.packageNames());
    }

    private Map<String, Object> source(ClassGraph read) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("kind", "classes");
        source.put("path", jars == null ? "jrt:/java.base" : jars.toString());
        source.put("classes", read.names().size());
        source.put("references", read.references());
        source.put("words", read.words().size());
        return source;
    }

    @Override
    public boolean isDescribed() {
        return false;
    }

    @Override
    public void summarize(PrintWriter out, ClusterInput input, Clustering result, Judgement judgement) {
        ClassGraph read = Objects.requireNonNull(classes);
        for (ClusterPortrait portrait : ClusterPortrait.of(read, result)) {
            out.printf(Locale.ROOT, "%ncluster %d: %,d classes%n", portrait.cluster(), portrait.size());
            out.println("  words     " + String.join(", ", portrait.words()));
            out.println("  typical   " + String.join(", ", portrait.classes()));
            out.println("  packages  " + String.join(", ", portrait.packages()));
        }
        String modularity = judgement.structure() == null
                ? ""
                : String.format(
                        Locale.ROOT, "; modularity %.3f", judgement.structure().modularity());
        LabelMetrics packages = judgement.labels();
        out.println();
        if (Arrays.stream(read.packages()).distinct().count() == 1) {
            out.println("all classes are in one package, which clusters cannot be compared with" + modularity);
        } else if (packages != null) {
            out.printf(
                    Locale.ROOT,
                    "agreement with packages: NMI %.3f, AMI %.3f, homogeneity %.3f, completeness %.3f%s%n",
                    packages.nmi(),
                    packages.ami(),
                    packages.homogeneity(),
                    packages.completeness(),
                    modularity);
        }
    }
}
