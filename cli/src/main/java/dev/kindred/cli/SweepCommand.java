package dev.kindred.cli;

import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Contents;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.run.RunFiles;
import dev.kindred.sweep.Band;
import dev.kindred.sweep.ClusterCounts;
import dev.kindred.sweep.Criterion;
import dev.kindred.sweep.KRow;
import dev.kindred.sweep.Sweep;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred sweep}: which number of clusters a graph has, if any. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Tries numbers of clusters and says, without labels, which are good, or that there is no clear structure.",
        footer = {
            "",
            "Scores of each number: agreement between clusterings (adjusted Rand index), modularity, coverage (modularity at resolution .3),",
            "silhouette, and what decides: the evidence of a block model in bits a node or, where attributes are many words or long vectors, support:",
            "agreement times what modularity is above chance. The same scores of draws in which edges were",
            "rewired, degrees kept, and columns shuffled say what chance makes of them. The folder holds sweep.csv and sweep.json.",
            "-k takes a range or a list; cluster -k auto does the same and then clusters.",
            "",
            "Examples:",
            "  kindred sweep --data cora.npz",
            "  kindred sweep --nodes nodes.csv --edges edges.csv -k 2..12 --out k-of-groups",
            "  kindred sweep --data photo.npz -k 4,8,16 --seeds 5 --json"
        })
final class SweepCommand implements Callable<Integer> {
    private static final Contents CONTENTS =
            new Contents("the results of a sweep", List.of(RunFiles.SWEEP, RunFiles.SWEEP_TABLE));

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private InputFlags input = new InputFlags();

    @Mixin
    private Settings settings = new Settings();

    @Section(Section.OUTPUT)
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "folder for the results (default: kindred-out/NAME-sweep, after the input)")
    private @Nullable Path out;

    @Section(Section.OUTPUT)
    @Option(names = "--overwrite", description = "replace the results of an earlier sweep (default: refuse)")
    private boolean overwrite;

    @Section(Section.OUTPUT)
    @Option(names = "--json", description = "print sweep.json instead of the table")
    private boolean json;

    @Section(Section.RUN)
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "number of threads; the results do not depend on it (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Section(Section.RUN)
    @Option(names = "--quiet", description = "print only the table, warnings and errors")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        input.check();
        RunOptions.checkThreads(threads);
        ClusterCounts given = settings.sweptCounts();
        if (given != null) {
            input.graph().nodes().ifPresent(nodes -> Settings.checkClusters(given.largest(), nodes));
        }
        Path target = out == null ? Path.of("kindred-out", input.name() + "-sweep") : out;
        Existing existing = overwrite ? Existing.OVERWRITE : Existing.REFUSE;
        OutputFolder.check(target, existing, CONTENTS);
        Sweep sweep;
        try (Progress progress = new Progress(spec.commandLine().getErr(), Progress.styleFor(quiet))) {
            input.loadDriver();
            ClusterInput read = input.read(progress::note);
            read.warnings().forEach(progress::warning);
            ClusterCounts counts =
                    given == null ? ClusterCounts.upTo(read.graph().nodes()) : given;
            Settings.checkClusters(counts.largest(), read.graph().nodes());
            Interruption.hold();
            sweep = new SweepStep(read, counts, settings, progress).run(threads);
        }
        try (OutputFolder folder = OutputFolder.create(target, existing, CONTENTS)) {
            SweepFiles.writeJson(folder.file(RunFiles.SWEEP), sweep);
            SweepFiles.writeTable(folder.file(RunFiles.SWEEP_TABLE), sweep);
            folder.commit();
        }
        PrintWriter printed = spec.commandLine().getOut();
        if (json) {
            printed.print(SweepFiles.json(sweep));
            printed.flush();
            return 0;
        }
        print(printed, sweep);
        printed.println(sweep.choice().sentence());
        printed.println("results in " + target);
        return 0;
    }

    private static void print(PrintWriter out, Sweep sweep) {
        boolean judged = sweep.criterion() == Criterion.EVIDENCE;
        out.printf(
                "%4s %8s %20s %20s %20s %20s%s%n",
                "k",
                "largest",
                "agreement (chance)",
                "modularity (chance)",
                "coverage (chance)",
                "silhouette (chance)",
                judged ? "    evidence (chance)" : "              support");
        for (KRow row : sweep.rows()) {
            KRow.Chance chance = row.chance();
            StringBuilder line =
                    new StringBuilder(String.format(Locale.ROOT, "%4d %7.1f%%", row.k(), 100 * row.largest()));
            score(line, row.scores().agreement(), chance == null ? null : chance.agreement());
            score(line, row.scores().modularity(), chance == null ? null : chance.modularity());
            score(line, row.scores().coverage(), chance == null ? null : chance.coverage());
            score(line, row.scores().silhouette(), chance == null ? null : chance.silhouette());
            Double evidence = row.scores().evidence();
            if (evidence != null) {
                score(line, evidence, chance == null ? null : chance.evidence());
            }
            Double support = row.scores().support();
            if (support != null) {
                score(line, support, null);
            }
            String word = SweepFiles.word(sweep, row.k());
            if (row.occupied() < row.k()) {
                word = (row.k() - row.occupied()) + " empty";
            }
            out.println(line.append("  ").append(word).toString().stripTrailing());
        }
    }

    private static void score(StringBuilder line, double score, @Nullable Band chance) {
        String text = String.format(Locale.ROOT, "%.3f", score)
                + (chance == null ? "" : String.format(Locale.ROOT, " (%.3f)", chance.mean()));
        line.append(String.format(" %20s", text));
    }
}
