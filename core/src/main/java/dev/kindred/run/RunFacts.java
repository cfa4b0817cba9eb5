package dev.kindred.run;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.eval.StructureMetrics;
import dev.kindred.eval.Verdict;
import dev.kindred.explain.Given;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.nn.Losses;
import dev.kindred.select.Choice;
import dev.kindred.select.Findings;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import dev.kindred.train.Provenance;
import dev.kindred.train.Stage;
import dev.kindred.train.Timings;
import dev.kindred.train.TrainingListener.Epoch;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What run.json says of a result, in parts that the command and {@link SavedRun} share. */
public final class RunFacts {
    static final String METHOD = "method";
    private static final String EPOCH_MEDIAN = "epochMillisMedian";
    private static final List<String> NUMBERS = List.of("BIGINT", "INTEGER", "SMALLINT", "TINYINT");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RunFacts() {}

    /** The content as text. */
    static String text(Map<String, Object> content) {
        return JSON.writeValueAsString(content) + "\n";
    }

    /** All that a program knows of a run: what was loaded or added, then what the result itself says. */
    static Map<String, Object> of(SavedRun run) {
        Clustering result = run.clustering();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("kindred", result.provenance().version());
        content.put("run", UUID.randomUUID().toString());
        content.put("commandLine", List.of());
        content.put("input", Map.of("kind", "program"));
        content.put("graph", Map.of());
        content.putAll(run.facts());
        Explained explained = run.explained();
        AttributedGraph graph = explained == null ? null : explained.graph();
        if (graph != null || content.get("graph").equals(Map.of())) {
            content.put("graph", graph == null ? sizes(run) : graph(graph, run.ids()));
        }
        content.put("seed", result.provenance().config().seed());
        content.put("provenance", result.provenance());
        content.put("timings", timings(result));
        if (explained != null) {
            Given given = explained.given();
            content.put("metrics", metrics(explained.graph(), result, given == null ? null : given.labels()));
            if (run.hasModel() && result.pretrainedLabels().length == result.nodes()) {
                content.put("verdict", Verdict.of(explained.graph(), result));
            }
        }
        content.put("warnings", result.warnings());
        content.put("history", history(result));
        return content;
    }

    private static Map<String, Object> metrics(AttributedGraph graph, Clustering result, int @Nullable [] labels) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("structure", StructureMetrics.of(graph.graph(), result.labels(), result.clusters()));
        LabelMetrics byLabels = labels == null ? null : LabelMetrics.ofLabeled(labels, result.labels());
        if (byLabels != null) {
            metrics.put("labels", byLabels);
        }
        return metrics;
    }

    private static Map<String, Object> sizes(SavedRun run) {
        Map<String, Object> sizes = new LinkedHashMap<>();
        sizes.put("nodes", run.clustering().nodes());
        sizes.put("features", run.clustering().model().model().inputs());
        sizes.put("idType", run.ids().type());
        return sizes;
    }

    /** The graph's sizes. */
    public static Map<String, Object> graph(AttributedGraph graph, NodeIds ids) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("nodes", graph.nodes());
        facts.put("entries", graph.graph().edges());
        facts.put("symmetric", graph.graph().isSymmetric());
        facts.put("features", graph.features().columns());
        facts.put("featureDensity", graph.features().density());
        facts.put("idType", ids.type());
        return facts;
    }

    /** Where the clusters come from. */
    public static Map<String, Object> method(Selected selected) {
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("asked", selected.asked().key());
        method.put("taken", selected.taken());
        method.put("why", selected.why());
        Choice choice = selected.choice();
        if (choice != null) {
            method.put("findings", Findings.of(choice).sentences());
            method.put("signals", choice.signals());
            method.put("candidates", choice.candidates());
        }
        return method;
    }

    /** Seconds of each stage, and the median of its epochs where it has any. */
    public static Map<String, Object> timings(Clustering result) {
        Map<String, Object> timings = new LinkedHashMap<>();
        for (Stage stage : Stage.values()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("seconds", result.timings().seconds().getOrDefault(stage, 0.0));
            Double median = result.timings().epochMillisMedian().get(stage);
            if (median != null) {
                part.put(EPOCH_MEDIAN, median);
            }
            timings.put(stage.key(), part);
        }
        return timings;
    }

    /** The losses of every epoch. */
    public static List<Map<String, Object>> history(Clustering result) {
        List<Map<String, Object>> epochs = new ArrayList<>();
        for (Epoch epoch : result.history()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("stage", epoch.stage().key());
            line.put("epoch", epoch.epoch());
            line.put("total", epoch.losses().total());
            epoch.losses().parts().forEach(part -> line.put(part.name(), part.value()));
            epochs.add(line);
        }
        return epochs;
    }

    static Saved read(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (!json.path("provenance").isObject()) {
                throw new InvalidInputException(
                        file + ": expected the facts of a run, got JSON without the key provenance");
            }
            Provenance provenance = JSON.treeToValue(json.path("provenance"), Provenance.class);
            return new Saved(json, provenance, JSON.convertValue(json, new TypeReference<Map<String, Object>>() {}));
        } catch (JacksonException e) {
            throw new InvalidInputException(file + ": expected the facts of a run, got " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": expected UTF-8 text, got other bytes", e);
        }
    }

    /**
     * A run.json that was read.
     *
     * @param json all of it
     * @param provenance of the result
     * @param facts all of it, in maps and lists
     */
    record Saved(JsonNode json, Provenance provenance, Map<String, Object> facts) {
        String idType() {
            return json.path("graph").path("idType").asString("VARCHAR");
        }

        boolean hasNumbers() {
            return NUMBERS.contains(idType());
        }

        int features() {
            return Math.max(1, json.path("graph").path("features").asInt(1));
        }

        List<String> warnings() {
            return StreamSupport.stream(json.path("warnings").spliterator(), false)
                    .map(item -> item.asString(""))
                    .toList();
        }

        Timings timings() {
            Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
            Map<Stage, Double> medians = new EnumMap<>(Stage.class);
            for (Stage stage : Stage.values()) {
                JsonNode part = json.path("timings").path(stage.key());
                if (part.path("seconds").asDouble(0) > 0) {
                    seconds.put(stage, part.path("seconds").asDouble(0));
                }
                if (part.has(EPOCH_MEDIAN)) {
                    medians.put(stage, part.path(EPOCH_MEDIAN).asDouble(0));
                }
            }
            return new Timings(seconds, medians);
        }

        /** Every epoch; how long a single one took is not recorded and reads as 0. */
        List<Epoch> history() {
            List<Epoch> history = new ArrayList<>();
            for (JsonNode line : json.path("history")) {
                Stage stage = Arrays.stream(Stage.values())
                        .filter(one -> one.key().equals(line.path("stage").asString("")))
                        .findFirst()
                        .orElse(Stage.PRETRAIN);
                List<Losses.Part> parts = new ArrayList<>();
                line.properties().forEach(entry -> {
                    if (!List.of("stage", "epoch", "total").contains(entry.getKey())) {
                        parts.add(
                                new Losses.Part(entry.getKey(), entry.getValue().asDouble(0)));
                    }
                });
                int epochs = stage == Stage.FINETUNE
                        ? provenance.config().schedule().finetune().epochs()
                        : provenance.config().schedule().pretrain().epochs();
                history.add(new Epoch(
                        stage,
                        line.path("epoch").asInt(0),
                        epochs,
                        new Losses(line.path("total").asDouble(0), parts),
                        0));
            }
            return history;
        }
    }
}
