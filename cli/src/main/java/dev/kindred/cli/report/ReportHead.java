package dev.kindred.cli.report;

import dev.kindred.cli.report.ReportPage.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a report says of everything but single nodes, as {@code report/src/model.ts} reads it. Numbers come from the files as they are. */
final class ReportHead {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Names of a run's label metrics, in the order that they are told. */
    private static final Map<String, String> METRICS = metrics();

    private static final Set<String> SHOWN_OF_SUMMARY = Set.of("between", "expected", "attention");

    private final ReportData data;
    private final boolean redacted;

    ReportHead(ReportData data, Ids ids) {
        this.data = data;
        this.redacted = ids == Ids.REDACTED;
    }

    private static Map<String, String> metrics() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("accuracy", "accuracy");
        names.put("nmi", "NMI");
        names.put("ami", "AMI");
        names.put("ari", "ARI");
        names.put("macroF1", "macro F1");
        return names;
    }

    /**
     * @param nodes shown
     * @param columns of features that the map can be colored by
     */
    Map<String, Object> content(int nodes, int columns) throws JacksonException {
        JsonNode summary = data.summary();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("title", redacted ? "a run of Kindred" : data.title());
        head.put("subtitle", "seed " + data.run().path("seed").asString("?"));
        head.put("redacted", redacted);
        head.put("nodes", data.size());
        head.put("edges", summary.path("edges").asLong(0));
        head.put("shownNodes", nodes);
        head.put("features", features());
        head.put("shown", redacted ? List.of() : shown(columns));
        head.put("clusters", clusters());
        for (String key : SHOWN_OF_SUMMARY.stream().sorted().toList()) {
            if (summary.has(key)) {
                head.put(key, summary.path(key));
            }
        }
        labels(head);
        head.put("scores", scores());
        head.put("sentences", sentences());
        head.put("history", data.run().path("history"));
        if (data.run().has("sweep")) {
            head.put("sweep", data.run().path("sweep"));
        }
        if (!redacted) {
            head.put("command", command());
        }
        head.put("provenance", provenance());
        JsonNode config = data.run().path("provenance").path("config");
        if (config.isObject()) {
            head.put("config", JSON.writeValueAsString(config));
        }
        head.put("warnings", redacted ? List.of() : data.run().path("warnings"));
        head.put(
                "notes",
                redacted ? List.of("Ids, texts and values of features were left out of this report.") : List.of());
        return head;
    }

    private List<Object> features() {
        List<Object> features = new ArrayList<>();
        for (JsonNode feature : data.summary().path("features")) {
            features.add(redacted ? Map.of("name", hidden(features.size())) : feature);
        }
        return features;
    }

    private static String hidden(int feature) {
        return "feature " + (feature + 1);
    }

    private List<Object> shown(int columns) {
        List<Object> shown = new ArrayList<>();
        for (JsonNode feature : data.summary().path("shown")) {
            if (shown.size() < columns) {
                float[] range = ReportPage.range(data.nodes(), shown.size());
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("feature", feature.asInt());
                entry.put("low", range[0]);
                entry.put("high", range[1]);
                shown.add(entry);
            }
        }
        return shown;
    }

    private JsonNode clusters() {
        JsonNode clusters = data.summary().path("clusters");
        if (!redacted) {
            return clusters;
        }
        ArrayNode hidden = JSON.createArrayNode();
        for (JsonNode cluster : clusters) {
            ObjectNode copy = (ObjectNode) cluster.deepCopy();
            copy.put("name", "cluster " + cluster.path("cluster").asInt());
            for (JsonNode trait : copy.path("traits")) {
                ObjectNode kept = (ObjectNode) trait;
                kept.put("text", hidden(trait.path("feature").asInt()));
                if (!trait.has("lift")) {
                    // Means are values of the feature; shares are not.
                    kept.remove("inside");
                    kept.remove("outside");
                }
            }
            hidden.add(copy);
        }
        return hidden;
    }

    private void labels(Map<String, Object> head) {
        JsonNode labels = data.summary().path("labels");
        if (!labels.isObject()) {
            return;
        }
        if (redacted) {
            ObjectNode copy = (ObjectNode) labels.deepCopy();
            ArrayNode names = JSON.createArrayNode();
            for (int i = 0; i < labels.path("names").size(); i++) {
                names.add("label " + (i + 1));
            }
            copy.set("names", names);
            head.put("labels", copy);
        } else {
            head.put("labels", labels);
        }
        JsonNode judged = data.run().path("metrics").path("labels");
        Map<String, Object> metrics = new LinkedHashMap<>();
        METRICS.forEach((key, name) -> {
            if (judged.path(key).isNumber()) {
                metrics.put(name, judged.path(key));
            }
        });
        head.put("labelMetrics", metrics);
    }

    private List<Object> scores() {
        List<Object> scores = new ArrayList<>();
        JsonNode own = data.run().path("verdict");
        JsonNode verdict = own.isObject() ? own : data.run().path("network").path("verdict");
        JsonNode candidates = data.run().path("method").path("candidates");
        add(scores, "k-means on the attributes alone", verdict.path("attributes"));
        if (candidates.isEmpty()) {
            add(scores, "k-means on the pretrained embedding", verdict.path("pretrained"));
            add(scores, "this result", verdict.path("finetuned"));
        }
        for (JsonNode candidate : candidates) {
            String method = candidate.path("method").asString("");
            // Its agreement is with the other candidates; what stands here is agreement between seeds.
            ObjectNode score = JSON.createObjectNode();
            score.set("modularity", candidate.path("modularity"));
            add(scores, method.equals(taken()) ? method + " (this result)" : method, score);
        }
        for (JsonNode baseline : data.summary().path("baselines")) {
            add(scores, baseline.path("name").asString("a baseline"), baseline);
        }
        return scores;
    }

    /** The method that the clusters come from; empty in a folder that does not say. */
    private String taken() {
        return data.run().path("method").path("taken").asString("");
    }

    private static void add(List<Object> scores, String name, JsonNode from) {
        if (!from.isObject()) {
            return;
        }
        Map<String, Object> score = new LinkedHashMap<>();
        score.put("name", name);
        for (String key : new String[] {"modularity", "silhouette", "agreement", "seconds"}) {
            if (from.path(key).isNumber()) {
                score.put(key, from.path(key));
            }
        }
        scores.add(score);
    }

    /** What was found, then the method and how sure that is; what finetuning did only where the network's clusters were taken. */
    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        JsonNode method = data.run().path("method");
        method.path("findings").forEach(sentence -> sentences.add(sentence.asString("")));
        if (!sentences.isEmpty()) {
            sentences.add(
                    1, "method: " + taken() + ", because " + method.path("why").asString(""));
        }
        if (sentences.isEmpty() || taken().equals("daegc")) {
            for (String key : new String[] {"finetuning", "graph"}) {
                String sentence =
                        data.run().path("verdict").path(key).path("sentence").asString("");
                if (!sentence.isEmpty()) {
                    sentences.add(sentence);
                }
            }
        }
        return sentences;
    }

    /** As a shell of POSIX reads it. */
    private String command() {
        return "kindred "
                + data.run()
                        .path("commandLine")
                        .valueStream()
                        .map(argument -> quoted(argument.asString("")))
                        .collect(Collectors.joining(" "));
    }

    static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:@%+=,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private List<Object> provenance() {
        List<Object> facts = new ArrayList<>();
        JsonNode run = data.run();
        fact(facts, "Kindred", run.path("kindred"));
        fact(facts, "preset", run.path("preset"));
        fact(facts, "seed", run.path("seed"));
        flatten(facts, "graph", run.path("graph"));
        if (!redacted) {
            flatten(facts, "input", run.path("input"));
        }
        JsonNode provenance = run.path("provenance");
        provenance.properties().forEach(entry -> {
            if (!entry.getKey().equals("config") && !entry.getKey().equals("version")) {
                flatten(facts, entry.getKey(), entry.getValue());
            }
        });
        flatten(facts, "timings", run.path("timings"));
        flatten(facts, "memory", run.path("memory"));
        return facts;
    }

    private static void flatten(List<Object> facts, String name, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(entry -> flatten(facts, name + ", " + entry.getKey(), entry.getValue()));
        } else {
            fact(facts, name, value);
        }
    }

    private static String text(JsonNode value) {
        return value.isFloatingPointNumber()
                ? String.format(Locale.ROOT, "%.4g", value.asDouble())
                : value.isValueNode() ? value.asString() : value.toString();
    }

    private static void fact(List<Object> facts, String name, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("name", name);
        fact.put("value", text(value));
        facts.add(fact);
    }
}
