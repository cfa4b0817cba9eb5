package dev.kindred.nn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Hyper-parameters of a cluster head. As JSON its property {@code type} says which one it is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DecConfig.class, name = "dec"),
    @JsonSubTypes.Type(value = KMeansHeadConfig.class, name = "kmeans")
})
public sealed interface HeadConfig permits DecConfig, KMeansHeadConfig {
    /** k, 2 or more. */
    int clusters();

    /** How nodes are assigned to centers. */
    Assignment assignment();

    /** Whether finetuning has a loss that moves the centers; without one there is nothing to finetune. */
    boolean hasLoss();

    /**
     * The Student-t soft assignment (DEC, eq. 1).
     *
     * @param alpha degrees of freedom
     * @param distanceScale what distances are multiplied by
     */
    record Assignment(double alpha, double distanceScale) {
        /** As published: one degree of freedom, distances as they are. */
        public static final Assignment STANDARD = new Assignment(1, 1);

        public Assignment {
            if (!(alpha > 0) || alpha == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("alpha: expected finite and above 0, got " + alpha);
            }
            if (!(distanceScale > 0) || distanceScale == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("distanceScale: expected finite and above 0, got " + distanceScale);
            }
        }
    }
}
