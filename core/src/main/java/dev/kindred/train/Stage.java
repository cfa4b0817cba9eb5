package dev.kindred.train;

import java.util.Locale;

/** The stages of a run, in their order. */
public enum Stage {
    /** Features scaled, attention graph and parameters made. */
    PREPARE,
    /** Reconstruction alone. */
    PRETRAIN,
    /** Centers from k-means on the pretrained embedding. */
    KMEANS,
    /** Reconstruction and clustering. */
    FINETUNE,
    /** Embedding, memberships and labels of all nodes. */
    PREDICT;

    /** The name that files and messages use. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
