package dev.kindred.cli;

import dev.kindred.cli.report.ReportFiles;
import dev.kindred.cli.report.ReportPage.Ids;
import dev.kindred.run.ExplanationFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kindred report}: makes the report of a finished run again. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes the report of a finished run again, from the files in its folder; the input is not needed.",
        footer = {
            "",
            "The report is one HTML file that opens from disk in any browser and uses no network.",
            "",
            "Examples:",
            "  kindred report groups",
            "  kindred report groups --redact-ids --out to-share.html"
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "folder of results")
    private @Nullable Path folder;

    @Section(Section.OUTPUT)
    @Option(names = "--out", paramLabel = "FILE", description = "file to write (default: report.html in the folder)")
    private @Nullable Path out;

    @Section(Section.OUTPUT)
    @Option(
            names = "--redact-ids",
            description = "leave out ids, texts and values of features, for sharing (requires --out)")
    private boolean redacted;

    @Override
    public Integer call() throws IOException {
        if (folder == null || spec == null) {
            throw new UsageException("DIR: expected a folder of results, got none");
        }
        if (redacted && out == null) {
            throw UsageException.of("--redact-ids", "expected --out FILE beside it, got none");
        }
        Path file = out == null ? folder.resolve(ExplanationFiles.REPORT) : out;
        ReportFiles.writeReport(file, ReportInput.of(folder), redacted ? Ids.REDACTED : Ids.KEPT);
        spec.commandLine().getOut().println("report in " + file);
        return 0;
    }
}
