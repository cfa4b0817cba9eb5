package dev.kindred.bench;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.io.NpzGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.nn.GatConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A graph and a model that are measured again and again, under one name.
 *
 * @param name as in {@code bench/recorded.tsv}
 * @param file of the graph, inside the data folder
 * @param preset of the config
 * @param clusters k
 * @param hidden sizes of the layers; empty leaves the preset's
 */
record Workload(String name, String file, String preset, int clusters, List<Integer> hidden) {
    /** The graphs of the speed targets (seed's sizes), then the presets that users run. */
    static final List<Workload> ALL = List.of(
            new Workload("cora-seed", "cora.npz", "seed", 7, List.of()),
            new Workload("photo-seed", "photo.npz", "seed", 8, List.of(256)),
            new Workload("physics-seed", "physics.npz", "seed", 5, List.of(256, 256)),
            new Workload("cora-default", "cora.npz", "default", 7, List.of()),
            new Workload("photo-default", "photo.npz", "default", 8, List.of()),
            new Workload("physics-default", "physics.npz", "default", 5, List.of()),
            new Workload("cora-paper", "cora.npz", "paper", 7, List.of()));

    /** The workload of a name. */
    static Workload named(String name) {
        return ALL.stream().filter(w -> w.name.equals(name)).findFirst().orElseThrow(() -> {
            String known = ALL.stream().map(Workload::name).collect(Collectors.joining(", "));
            return new UsageException("row: expected one of " + known + ", got " + name);
        });
    }

    /** The named workloads; {@code all} stands for every one. */
    static List<Workload> named(List<String> names) {
        return names.contains("all") ? ALL : names.stream().map(Workload::named).toList();
    }

    /** The flags of {@code kindred cluster} that mean this workload. */
    List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("-k", Integer.toString(clusters), "--preset", preset));
        if (!hidden.isEmpty()) {
            flags.addAll(
                    List.of("--hidden", hidden.stream().map(String::valueOf).collect(Collectors.joining(","))));
        }
        return flags;
    }

    /** The config that {@link #flags} mean. */
    ModelConfig config() {
        ModelConfig base = Daegc.preset(preset, clusters);
        return hidden.isEmpty() ? base : base.withEncoder(((GatConfig) base.encoder()).withSizes(hidden));
    }

    /** Where the graph is in a data folder; an error if it is not there. */
    Path in(Path folder) {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new UsageException("data folder: expected " + file + " in " + folder + ", found none");
        }
        return path;
    }

    /** Reads the graph. */
    AttributedGraph read(Path folder) throws IOException {
        return NpzGraph.read(in(folder), Direction.SYMMETRIC).graph();
    }
}
