package dev.kindred.run;

import dev.kindred.explain.ColumnValues;
import dev.kindred.explain.FeatureColumns;
import dev.kindred.explain.Given;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.OutputFolder;
import dev.kindred.io.OutputFolder.Existing;
import dev.kindred.method.Method;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A result with all that leads back to the user's nodes, to be saved as a folder and loaded again: clusters by id, embedding, model, and how columns became
 * features. The folder is that of {@code kindred cluster}: the command reads what a program saved, and a program loads what the command wrote.
 *
 * <pre>{@code
 * SavedRun.of(ids, result).save(Path.of("groups"));
 * int cluster = SavedRun.load(Path.of("groups")).clusterOf("c-0007");
 * }</pre>
 *
 * @param ids {@code [n]} of the nodes
 * @param clustering the result
 * @param encoding how columns became features, in JSON; null where there were none. Module tables makes a {@code FeatureEncoding} of it
 * @param facts what run.json says besides, or will: of a loaded run all of it, metrics and verdict too
 * @param explained what explains the result, so that {@code kindred explain} and {@code report} work; null leaves that out. It is not saved itself, and a run
 *     that was loaded has none
 */
public record SavedRun(
        NodeIds ids,
        Clustering clustering,
        @Nullable String encoding,
        Map<String, Object> facts,
        @Nullable Explained explained) {
    public SavedRun {
        if (ids.size() != clustering.nodes()) {
            throw new IllegalArgumentException("ids: expected " + clustering.nodes() + " (nodes), got " + ids.size());
        }
        if (explained != null && explained.graph().nodes() != clustering.nodes()) {
            throw new IllegalArgumentException("graph: expected " + clustering.nodes() + " nodes (of the result), got "
                    + explained.graph().nodes());
        }
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A result whose nodes have no ids but their numbers. */
    public static SavedRun of(Clustering clustering) {
        return of(NodeIds.of(LongStream.range(0, clustering.nodes()).toArray()), clustering);
    }

    /** A result of the network. */
    public static SavedRun of(NodeIds ids, Clustering clustering) {
        return of(ids, Selected.network(Method.DAEGC, clustering, "it was asked for"));
    }

    /** A result of the method that was taken. */
    public static SavedRun of(NodeIds ids, Selected selected) {
        return new SavedRun(ids, selected.clustering(), null, Map.of(RunFacts.METHOD, RunFacts.method(selected)), null);
    }

    /** Adds how columns became features, in JSON. */
    public SavedRun withEncoding(@Nullable String json) {
        return new SavedRun(ids, clustering, json, facts, explained);
    }

    /** Adds what run.json says besides; the keys that {@link #save} writes itself stay its own. */
    public SavedRun withFacts(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new SavedRun(ids, clustering, encoding, all, explained);
    }

    /**
     * Adds what explains the result.
     *
     * @param graph that was clustered
     */
    public SavedRun explainedBy(AttributedGraph graph) {
        return explainedBy(graph, FeatureColumns.unnamed(graph.features()));
    }

    /**
     * Adds what explains the result.
     *
     * @param graph that was clustered
     * @param columns its attributes, in the user's units
     */
    public SavedRun explainedBy(AttributedGraph graph, ColumnValues columns) {
        Given given = explained == null ? null : explained.given();
        return explainedBy(new Explained(graph, columns, given, List.of()));
    }

    /** Adds what explains the result. */
    public SavedRun explainedBy(@Nullable Explained by) {
        return new SavedRun(ids, clustering, encoding, facts, by);
    }

    /**
     * Adds labels that were known beforehand, to be counted beside the clusters.
     *
     * @param labels {@code [n]} 0 .. classes-1, -1 where a node has none
     * @throws IllegalStateException where nothing explains the result yet
     */
    public SavedRun withGiven(int[] labels) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        return withGiven(
                IntStream.range(0, classes).mapToObj(label -> "label " + label).toList(), labels);
    }

    /**
     * The same with names.
     *
     * @param names of the labels, by number
     * @param labels {@code [n]} 0 .. classes-1, -1 where a node has none
     * @throws IllegalStateException where nothing explains the result yet
     */
    public SavedRun withGiven(List<String> names, int[] labels) {
        Explained by = explained;
        if (by == null) {
            throw new IllegalStateException("labels: expected explainedBy(..) before, got none");
        }
        boolean none = Arrays.stream(labels).allMatch(label -> label < 0);
        return explainedBy(
                new Explained(by.graph(), by.columns(), none ? null : new Given(names, labels), by.otherSeeds()));
    }

    /** The cluster of the node with an id, or -1 where there is none. */
    public int clusterOf(String id) {
        int node = ids.indexOf(id);
        return node < 0 ? -1 : clustering.labels()[node];
    }

    /** As {@link #clusterOf(String)}. */
    public int clusterOf(long id) {
        return clusterOf(Long.toString(id));
    }

    /** Whether a network was trained, so that there is a model to be kept. */
    public boolean hasModel() {
        return !(facts.get(RunFacts.METHOD) instanceof Map<?, ?> method
                && method.get("asked") instanceof String asked
                && Arrays.stream(Method.values())
                        .anyMatch(one -> one.isSimple() && one.key().equals(asked)));
    }

    /**
     * Saves a new folder: all of it or nothing.
     *
     * @throws InvalidInputException where there is something of that name already
     */
    public void save(Path folder) throws IOException {
        save(folder, Existing.REFUSE);
    }

    /**
     * Saves a folder: all of it or nothing.
     *
     * @param existing whether a folder of results that is there already is replaced; one with other files never is
     */
    public void save(Path folder, Existing existing) throws IOException {
        try (OutputFolder output = OutputFolder.create(folder, existing, RunFiles.CONTENTS)) {
            writeFiles(output);
            Explained by = explained;
            if (by != null) {
                by.write(output.file(""), clustering, Runtime.getRuntime().availableProcessors());
            }
            Files.writeString(output.file(RunFiles.RUN), RunFacts.text(RunFacts.of(this)));
            output.commit();
        }
    }

    /** Writes all files but run.json and those that explain. */
    public void writeFiles(OutputFolder output) throws IOException {
        RunContents.write(output, this);
    }

    /**
     * Loads a folder that {@link #save} or {@code kindred cluster} wrote.
     *
     * @throws InvalidInputException where there is none, or its files don't fit each other
     */
    public static SavedRun load(Path folder) throws IOException {
        return RunContents.read(folder);
    }

    /** As in {@code SavedRun[200 nodes, 4 clusters, ids of VARCHAR, with encoding]}. */
    @Override
    public String toString() {
        return "SavedRun[" + clustering.nodes() + " nodes, " + clustering.clusters() + " clusters, ids of " + ids.type()
                + (encoding == null ? "" : ", with encoding") + (hasModel() ? "" : ", without model") + "]";
    }
}
