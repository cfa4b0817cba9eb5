package dev.kindred.run;

import dev.kindred.io.AtomicFile;
import dev.kindred.io.OutputFolder.Contents;
import java.util.List;
import java.util.stream.Stream;

/** The names of the files in a folder of results. */
public final class RunFiles {
    public static final String CLUSTERS = "clusters.csv";
    public static final String EMBEDDING = "embedding.npy";
    public static final String MODEL = "model.safetensors";
    public static final String RUN = "run.json";
    public static final String ENCODING = "encoding.json";
    /** Clusters by k-means on the pretrained embedding: what finetuning began from. */
    public static final String PRETRAINED = "pretrained.npy";
    /** How much each cluster claims each node, where neither embedding nor model tell. */
    public static final String MEMBERSHIPS = "memberships.npy";

    /** The search for the number of clusters, where there was one. */
    public static final String SWEEP = "sweep.json";
    /** The same as a table. */
    public static final String SWEEP_TABLE = "sweep.csv";

    /** All files that a run may write, also for a moment: a folder with any other is never replaced. */
    public static final Contents CONTENTS = new Contents(
            "the results of a run",
            Stream.concat(
                            ExplanationFiles.names().stream(),
                            Stream.of(
                                    CLUSTERS,
                                    EMBEDDING,
                                    MODEL,
                                    RUN,
                                    RUN + AtomicFile.PARTIAL,
                                    ENCODING,
                                    PRETRAINED,
                                    MEMBERSHIPS,
                                    SWEEP,
                                    SWEEP_TABLE,
                                    "clusters.parquet",
                                    "clusters.jsonl",
                                    "embedding.parquet",
                                    "memberships.csv",
                                    "memberships.parquet",
                                    "memberships.jsonl"))
                    .toList());

    private RunFiles() {}

    static List<String> needed() {
        return List.of(CLUSTERS, RUN);
    }
}
