package dev.kindred.cli;

import dev.kindred.doctor.Diagnosis;
import dev.kindred.eval.GraphFacts;
import dev.kindred.tables.ColumnEncoding;
import dev.kindred.tables.TableGraph;
import dev.kindred.tables.TableReport;
import dev.kindred.tensor.Compute;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kindred inspect}: what is in a graph, before it is clustered. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows what is in a graph, what a clustering of it would suffer from, and what to do about that.",
        footer = {
            "",
            "First sizes, degrees, components and columns; then the diagnosis: whether edges and attributes hold groups beyond chance, by which",
            "columns neighbors are alike (0: chance, 1: always the same), and findings, each with the flag of kindred cluster that mends it.",
            "",
            "Examples:",
            "  kindred inspect --data cora.npz",
            "  kindred inspect --nodes nodes.csv --edges edges.csv",
            "  kindred inspect --nodes nodes.csv --edges edges.csv --label segment",
            "  kindred inspect --data cora-store --quick",
            "  kindred inspect --nodes nodes.parquet --edges edges.parquet --json"
        })
final class InspectCommand implements Callable<Integer> {
    /** More columns are told by their kinds. */
    private static final int MOST_COLUMNS = 60;

    private static final int EXAMPLES = 5;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private InputFlags flags = new InputFlags();

    @Section(Section.OUTPUT)
    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Section(Section.RUN)
    @Option(names = "--quick", description = "show sizes and columns alone, without the diagnosis")
    private boolean quick;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new AssertionError("spec: expected picocli to set it");
        }
        flags.check();
        TableReport report = null;
        ClusterInput input;
        List<String> notes = new ArrayList<>();
        if (flags.data() == null) {
            TableGraph table = flags.readTables();
            report = table.report(); // printed below, as a part of the answer
            input = flags.graph().limited(ClusterInput.ofTables(table, Map.of()), notes::add);
        } else {
            input = flags.read(notes::add);
        }
        GraphFacts facts = GraphFacts.of(input.graph());
        List<String> warnings = warnings(input, facts);
        Diagnosis diagnosis = quick ? null : diagnosis(input, facts);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("graph", facts);
            if (report != null) {
                all.put("columns", report.columns());
                all.put("notices", report.notices());
            }
            if (!notes.isEmpty()) {
                all.put("notices", notes);
            }
            all.put("warnings", warnings);
            if (diagnosis != null) {
                all.put("diagnosis", DiagnosisText.json(diagnosis));
            }
            out.println(RunReport.JSON.writeValueAsString(all));
        } else {
            notes.addAll(report == null ? List.of() : report.notices());
            print(out, facts, report, notes, warnings);
            if (diagnosis != null) {
                DiagnosisText.lines(diagnosis).forEach(out::println);
            }
        }
        return 0;
    }

    private static Diagnosis diagnosis(ClusterInput input, GraphFacts facts) {
        try (Compute compute = Compute.create(Runtime.getRuntime().availableProcessors())) {
            return Diagnosis.of(
                    compute,
                    input.graph(),
                    facts,
                    input.blocks(),
                    InputNames.of(input).columns(),
                    input.labels());
        }
    }

    private static List<String> warnings(ClusterInput input, GraphFacts facts) {
        List<String> warnings = new ArrayList<>(input.warnings());
        String isolated = "isolated nodes: " + facts.isolated();
        if (facts.isolated() > 0 && !warnings.contains(isolated)) {
            warnings.add(isolated);
        }
        if (facts.emptyFeatures() > 0) {
            warnings.add("features that are 0 for all nodes: " + facts.emptyFeatures());
        }
        // Scaled numbers are 0 where they are the mean.
        boolean scaled = input.encoding() != null
                && input.encoding().columns().stream().anyMatch(ColumnEncoding.Numbers.class::isInstance);
        if (facts.emptyRows() > 0 && !scaled) {
            warnings.add("nodes without any feature: " + facts.emptyRows());
        }
        return warnings;
    }

    private static void print(
            PrintWriter out,
            GraphFacts facts,
            @Nullable TableReport report,
            List<String> notes,
            List<String> warnings) {
        int[] d = facts.degrees();
        out.printf(Locale.ROOT, "nodes         %,d, of which isolated %,d%n", facts.nodes(), facts.isolated());
        out.printf(
                Locale.ROOT,
                "edges         %,d%s%s%n",
                facts.symmetric() ? facts.entries() / 2 : facts.entries(),
                facts.symmetric() ? " undirected" : " directed",
                facts.weighted() ? ", weighted" : "");
        out.printf(
                Locale.ROOT,
                "neighbors     mean %.2f; least %d, quartiles %d, %d, %d, 99 %% have up to %d, most %d%n",
                facts.meanDegree(),
                d[0],
                d[1],
                d[2],
                d[3],
                d[4],
                d[5]);
        out.printf(
                Locale.ROOT,
                "components    %,d, the largest with %,d nodes%n",
                facts.components(),
                facts.largestComponent());
        out.printf(
                Locale.ROOT,
                "features      %,d, %s, %.1f %% filled%n",
                facts.features(),
                facts.sparse() ? "sparse" : "dense",
                100 * facts.fill());
        if (report != null) {
            columns(report.columns()).forEach(column -> out.println("              " + column));
        }
        out.printf(
                Locale.ROOT,
                "memory        edges %.1f MB, features %.1f MB%s%n",
                facts.graphBytes() / 1e6,
                facts.featureBytes() / 1e6,
                facts.mappedBytes() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, ", and %.1f MB in files that are mapped", facts.mappedBytes() / 1e6));
        notes.forEach(note -> out.println("note          " + note));
        warnings.forEach(warning -> out.println("warning       " + warning));
    }

    /** A line each, or, of more than a reader looks through, a line each kind with examples; {@code --json} has them all. */
    private static List<String> columns(List<TableReport.Column> columns) {
        if (columns.size() <= MOST_COLUMNS) {
            return columns.stream().map(TableReport.Column::toString).toList();
        }
        Map<String, List<String>> kinds = new TreeMap<>();
        for (TableReport.Column column : columns) {
            String what = column.toString().substring(column.name().length() + 1);
            kinds.computeIfAbsent(what, each -> new ArrayList<>()).add(column.name());
        }
        List<String> lines = new ArrayList<>();
        kinds.forEach((what, names) -> lines.add(
                names.size() == 1
                        ? names.getFirst() + " " + what
                        : names.size() + " columns " + what + ": "
                                + String.join(", ", names.subList(0, Math.min(EXAMPLES, names.size())))
                                + (names.size() > EXAMPLES ? ", .." : "")));
        if (lines.size() > MOST_COLUMNS) {
            int more = lines.size() - MOST_COLUMNS;
            lines.subList(MOST_COLUMNS, lines.size()).clear();
            lines.add("and " + more + " more kinds of columns (--json lists all)");
        }
        return lines;
    }
}
