package dev.kindred.cli;

import dev.kindred.cli.report.ClusterText;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.run.ExplanationFiles;
import dev.kindred.run.RunFiles;
import dev.kindred.select.Selected;
import dev.kindred.sweep.ClusterCounts;
import dev.kindred.sweep.Sweep;
import dev.kindred.train.Clustering;
import dev.kindred.train.Repetition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;

/**
 * What every command that trains does: takes the folder of results for itself, reads the graph, trains, puts the results in place, judges and
 * explains them, and prints a summary.
 */
final class TrainingFlow {
    /** What differs between the commands. */
    interface Job {
        /** Reads what is clustered. */
        ClusterInput read(Progress progress) throws IOException;

        /** Number of clusters where {@code -k} gives none; null where it must. */
        default @Nullable Integer defaultClusters(ClusterInput input) {
            return null;
        }

        /** What attributes and labels are called. */
        default InputNames names(ClusterInput input) {
            return InputNames.of(input);
        }

        /** Writes files that not every run has. */
        default void writeMore(OutputFolder folder, ClusterInput input, Selected selected) throws IOException {}

        /**
         * Hands the results on, once they are in place and all is said of them.
         *
         * @throws UndeliveredException that says so
         */
        default void deliver(ClusterInput input, Clustering result, Path folder) throws IOException {}

        /** Whether the clusters are to be described before {@link #summarize}; not where it does so itself. */
        default boolean isDescribed() {
            return true;
        }

        /** Prints what was found. */
        void summarize(PrintWriter out, ClusterInput input, Clustering result, Judgement judgement);
    }

    /** Bytes of used heap. */
    private static final long WORTH_COLLECTING = 128L << 20;

    private final CommandSpec spec;
    private final Settings settings;
    private final RunOptions options;

    TrainingFlow(CommandSpec spec, Settings settings, RunOptions options) {
        this.spec = spec;
        this.settings = settings;
        this.options = options;
    }

    /**
     * Runs a job; returns the exit code.
     *
     * @param folder of results
     */
    int run(Path folder, Existing existing, Job job) throws IOException {
        options.check();
        UnfinishedRun.Begun begun = new UnfinishedRun.Begun(
                UnfinishedRun.newId(), spec.name(), RecordedArguments.of(spec), RecordedArguments.typed(spec));
        try (UnfinishedRun place = UnfinishedRun.open(folder, existing, options, begun)) {
            if (place.isFinished()) {
                finishEarlierRun(place);
            } else {
                train(place, job);
            }
        }
        return 0;
    }

    /** The process ended after the results were put in place and before it could tidy up. */
    private void finishEarlierRun(UnfinishedRun place) throws IOException {
        boolean judged = RunFolder.open(place.target()).report().judged();
        place.finished();
        if (!options.quiet()) {
            spec.commandLine()
                    .getOut()
                    .println("the run had finished; results in " + place.target()
                            + (judged ? "" : "; its metrics are missing, kindred evaluate computes them"));
        }
    }

    private void train(UnfinishedRun place, Job job) throws IOException {
        Progress progress = new Progress(spec.commandLine().getErr(), Progress.styleFor(options.quiet()));
        ClusterInput input = job.read(progress);
        input.warnings().forEach(progress::warning);
        Sweep sweep = settings.isSwept() ? sweep(place, input, progress) : null;
        ModelConfig config = settings.build(
                sweep == null
                        ? job.defaultClusters(input)
                        : Integer.valueOf(sweep.choice().k()),
                input);
        Settings.checkClusters(config.clusters(), input.graph().nodes());
        Repetition.Result runs;
        // What happened to the network matters only where its clusters are taken, or where it came to none.
        boolean trained = false;
        if (settings.method() == Method.AUTO) {
            progress.holdWarnings();
        }
        try (progress) {
            runs = place.train(input.graph(), config, settings.seeds(), progress);
            trained = true;
        } finally {
            if (!trained) {
                progress.releaseWarnings(true);
            }
        }
        if (settings.method() != Method.DAEGC) {
            collectGarbage();
        }
        Selected selected = new MethodChoice(settings.method(), options.threads(), Selected::of)
                .of(input, runs.first(), progress::warning);
        progress.releaseWarnings(RunReport.isNetworks(selected));
        Clustering result = selected.clustering();
        RunReport report = new RunReport(place.begun(), settings.preset(), input, runs, selected, sweep);
        try (OutputFolder output = OutputFolder.create(place.target(), place.existing(), RunFiles.CONTENTS)) {
            RunFolder.write(output, input, selected);
            report.write(output.file(RunFiles.RUN));
            if (sweep != null) {
                SweepFiles.writeJson(output.file(RunFiles.SWEEP), sweep);
                SweepFiles.writeTable(output.file(RunFiles.SWEEP_TABLE), sweep);
            }
            job.writeMore(output, input, selected);
            output.commit();
        }
        Judgement judgement = Judgement.of(input.graph(), input.labels(), runs, selected);
        judgement.warnings().forEach(progress::warning);
        try {
            report.replace(place.target().resolve(RunFiles.RUN), judgement);
        } catch (IOException e) {
            progress.warning(RunFiles.RUN + " could not be completed with metrics and verdict: " + e.getMessage());
        }
        place.finished();
        Repetition.Result told = new Repetition.Result(result, runs.runs(), runs.warnings());
        JsonNode described = options.reports() ? explain(place.target(), input, job, told, progress) : null;
        if (!options.quiet()) {
            PrintWriter out = spec.commandLine().getOut();
            if (described != null && job.isDescribed()) {
                ClusterText.found(described, input.ids()).forEach(out::println);
            }
            job.summarize(out, input, result, judgement);
            if (sweep != null) {
                out.println(sweep.choice().sentence());
            }
            selected.sentences().forEach(out::println);
            if (judgement.verdict() != null) {
                String sentence = judgement.verdict().finetuning().sentence();
                if (RunReport.isNetworks(selected)) {
                    out.println(sentence);
                } else if (runs.runs().size() > 1) {
                    out.println("of the network, whose clusters were not taken: " + sentence);
                }
            }
            out.println("results in " + place.target());
            if (described != null) {
                out.println(
                        "report in " + place.target().resolve(ExplanationFiles.REPORT) + ", to be opened in a browser");
            }
        }
        job.deliver(input, result, place.target());
    }

    /** Finds the number of clusters; a graph without clear structure is not clustered. */
    private Sweep sweep(UnfinishedRun place, ClusterInput input, Progress progress) throws IOException {
        ClusterCounts counts = settings.counts(OptionalLong.of(input.graph().nodes()));
        Settings.checkClusters(counts.largest(), input.graph().nodes());
        Sweep sweep;
        try (progress) {
            sweep = place.sweep(new SweepStep(input, counts, settings, progress));
        }
        if (!sweep.choice().isClear()) {
            place.finished();
            throw new InvalidInputException("-k auto: " + sweep.choice().sentence()
                    + "; nothing was written. kindred sweep shows the scores, -k N clusters all the same, and kindred inspect tells what the"
                    + " columns and edges hold");
        }
        progress.note(sweep.choice().sentence());
        return sweep;
    }

    private @Nullable JsonNode explain(
            Path folder, ClusterInput input, Job job, Repetition.Result runs, Progress progress) {
        collectGarbage();
        return new RunExplanation(folder, input, job.names(input), runs).write(options.threads(), progress::warning);
    }

    /**
     * What a stage of the run held is garbage now and lies among the old objects. The serial collector would let the heap grow rather than look there,
     * so that it is asked to, where there is enough to be worth the pause.
     */
    private static void collectGarbage() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() > WORTH_COLLECTING) {
            System.gc();
        }
    }
}
