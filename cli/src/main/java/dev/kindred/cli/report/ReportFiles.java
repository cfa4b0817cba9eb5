package dev.kindred.cli.report;

import dev.kindred.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the report; {@link dev.kindred.run.ExplanationFiles} knows the files that it is made of. */
public final class ReportFiles {
    private ReportFiles() {}

    /** Writes the report. */
    public static void writeReport(Path file, ReportData data, ReportPage.Ids ids) throws IOException {
        AtomicFile.write(file, whole -> Files.writeString(whole, ReportPage.of(data, ids)));
    }
}
