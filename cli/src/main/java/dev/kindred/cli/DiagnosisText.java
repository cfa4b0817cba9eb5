package dev.kindred.cli;

import dev.kindred.doctor.Advice;
import dev.kindred.doctor.Diagnosis;
import dev.kindred.doctor.Finding;
import dev.kindred.doctor.Likeness;
import dev.kindred.signal.ChanceTest;
import dev.kindred.signal.Signals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A diagnosis as lines and as JSON, with its advice as flags to paste. */
final class DiagnosisText {
    /** Columns that a line names. */
    private static final int NAMED = 8;

    private DiagnosisText() {}

    /** Lines as {@code kindred inspect} prints them. */
    static List<String> lines(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        Signals signals = diagnosis.signals();
        if (signals != null) {
            lines.add("groups        carried by " + diagnosis.carrier() + tested(signals));
        }
        String alike =
                named(diagnosis.neighbors().stream().filter(Likeness::holds).toList());
        if (!diagnosis.neighbors().isEmpty()) {
            lines.add("neighbors by  " + (alike.isEmpty() ? "no column are they more alike than chance" : alike));
        }
        for (Finding finding : diagnosis.findings()) {
            lines.add("finding       " + finding.sentence());
            lines.add("              -> " + advice(finding.advice()));
        }
        if (diagnosis.findings().isEmpty()) {
            lines.add("finding       none");
        }
        return lines;
    }

    private static String tested(Signals signals) {
        List<String> parts = new ArrayList<>();
        if (!isUntested(signals.structure())) {
            parts.add(String.format(
                    Locale.ROOT,
                    "communities of the edges: modularity %.3f, %.3f by chance",
                    signals.structure().score(),
                    signals.structure().chance()));
        }
        if (!isUntested(signals.attributes())) {
            parts.add(String.format(
                    Locale.ROOT,
                    "groups of the attributes explain %,.0f nats, %,.0f by chance",
                    signals.attributes().score(),
                    signals.attributes().chance()));
        }
        return parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")";
    }

    private static boolean isUntested(ChanceTest test) {
        return test.score() == 0 && test.chance() == 0;
    }

    private static String named(List<Likeness> likeness) {
        String first = likeness.stream()
                .limit(NAMED)
                .map(one -> String.format(Locale.ROOT, "%s %.2f", one.column(), one.alike()))
                .collect(Collectors.joining(", "));
        return likeness.size() > NAMED ? first + ", and " + (likeness.size() - NAMED) + " more columns" : first;
    }

    /** What to do, as a flag where there is one. */
    static String advice(Advice advice) {
        return switch (advice) {
            case Advice.IgnoreColumn ignore -> "--ignore " + quoted(ignore.column());
            case Advice.AttributesOnly only -> "--method kmeans";
            case Advice.EdgesOnly only -> "--method leiden";
            case Advice.LimitNeighbors limit -> "--most-neighbors " + limit.most();
            case Advice.Look look -> "look at: " + look.at();
        };
    }

    /** For a shell. */
    private static String quoted(String column) {
        return column.matches("[\\w.:-]+") ? column : "'" + column.replace("'", "'\\''") + "'";
    }

    /** The same for programs. */
    static Map<String, Object> json(Diagnosis diagnosis) {
        Map<String, Object> all = new LinkedHashMap<>();
        Signals signals = diagnosis.signals();
        if (signals != null) {
            all.put("carrier", signals.carrier().name());
            all.put("structure", signals.structure());
            all.put("attributes", signals.attributes());
            all.put("agreement", signals.agreement());
        }
        all.put("neighbors", diagnosis.neighbors());
        all.put(
                "findings",
                diagnosis.findings().stream()
                        .map(finding -> Map.of(
                                "kind", finding.kind().name(),
                                "sentence", finding.sentence(),
                                "advice", advice(finding.advice())))
                        .toList());
        return all;
    }
}
