package dev.kindred.train;

import java.util.Locale;

/** The stages of a run, in order. */
public enum Stage {
    /** Features are scaled; the attention graph and the parameters are made. */
    PREPARE,
    /** The objective (reconstruction) is trained alone. */
    PRETRAIN,
    /** k-means on the pretrained embedding gives the centers. */
    KMEANS,
    /** The objective and the head's clustering loss are trained together. */
    FINETUNE,
    /** Embedding, memberships and labels of all nodes are computed. */
    PREDICT;

    /** The name in files and messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
