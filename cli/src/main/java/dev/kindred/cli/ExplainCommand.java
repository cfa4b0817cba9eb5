package dev.kindred.cli;

import dev.kindred.cli.report.ClusterText;
import dev.kindred.cli.report.NodeText;
import dev.kindred.cli.report.ReportData;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.run.ExplanationFiles;
import dev.kindred.run.RunFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code kindred explain}: what the report says of a cluster or a node. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Explains the clusters of a finished run, one of them, or where a node is; the input is not needed.",
        footer = {
            "",
            "Without --cluster and --node all clusters are listed, the least trustworthy first.",
            "",
            "Examples:",
            "  kindred explain groups",
            "  kindred explain groups --cluster 3",
            "  kindred explain groups --node user-17 --json"
        })
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "folder of results")
    private @Nullable Path folder;

    @Section(Section.INPUT)
    @Option(names = "--cluster", paramLabel = "N", description = "number of the cluster to explain")
    private @Nullable Integer cluster;

    @Section(Section.INPUT)
    @Option(names = "--node", paramLabel = "ID", description = "id of the node to explain, as in clusters.csv")
    private @Nullable String node;

    @Section(Section.OUTPUT)
    @Option(names = "--json", description = "print JSON, as in clusters.json, instead of text")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (folder == null || spec == null) {
            throw new UsageException("DIR: expected a folder of results, got none");
        }
        if (cluster != null && node != null) {
            throw new UsageException("explain: expected either --cluster or --node, got both");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (node != null) {
            explainNode(out, ReportInput.of(folder), node);
        } else if (cluster != null) {
            explainCluster(out, folder, cluster);
        } else if (json) {
            out.println(RunReport.JSON.writeValueAsString(ExplanationFiles.summary(folder)));
        } else {
            ClusterText.overview(ExplanationFiles.summary(folder)).forEach(out::println);
        }
        return 0;
    }

    private void explainCluster(PrintWriter out, Path from, int number) throws IOException {
        JsonNode clusters = ExplanationFiles.summary(from).path("clusters");
        JsonNode card = clusters.path(number);
        if (!card.isObject()) {
            throw UsageException.of("--cluster", "expected 0 to " + (clusters.size() - 1) + ", got " + number);
        }
        if (json) {
            out.println(RunReport.JSON.writeValueAsString(card));
        } else {
            ClusterText.of(
                            card,
                            clusters.size(),
                            RunFolder.open(from).clusters().ids())
                    .forEach(out::println);
        }
    }

    private void explainNode(PrintWriter out, ReportData data, String id) {
        int number = data.ids().indexOf(id);
        if (number < 0) {
            throw new InvalidInputException(
                    RunFiles.CLUSTERS + ": expected a node " + id + " (--node), got none with this id");
        }
        NodeText card = NodeText.of(data, number);
        if (json) {
            out.println(RunReport.JSON.writeValueAsString(card));
        } else {
            card.lines().forEach(out::println);
        }
    }
}
