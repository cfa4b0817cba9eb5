package dev.kindred.cli;

import dev.kindred.cli.report.ReportData;
import dev.kindred.run.ClustersFile;
import dev.kindred.run.ExplanationFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Reads what a report is made of from a folder of results; the input of the run is not needed. */
final class ReportInput {
    private ReportInput() {}

    static ReportData of(Path folder) throws IOException {
        RunFolder run = RunFolder.open(folder);
        ClustersFile.Rows rows = run.clusters();
        ExplanationFiles.Read read = ExplanationFiles.read(folder, rows.ids().size());
        return new ReportData(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                rows.ids(),
                rows.clusters(),
                rows.confidence(),
                rows.second(),
                rows.margin(),
                read.layout(),
                read.nodes(),
                read.summary(),
                run.report().json());
    }
}
