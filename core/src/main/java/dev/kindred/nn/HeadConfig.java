package dev.kindred.nn;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Hyper-parameters of a cluster head. In JSON the property {@code type} names its kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DecConfig.class, name = "dec"),
    @JsonSubTypes.Type(value = KMeansHeadConfig.class, name = "kmeans")
})
public sealed interface HeadConfig permits DecConfig, KMeansHeadConfig {
    /** Number of clusters k, 2 or more. */
    int clusters();

    /** How nodes are assigned to centers. */
    Assignment assignment();

    /** Whether the head has a loss; without one there is no finetuning. */
    boolean hasLoss();

    /**
     * The Student-t soft assignment (DEC, eq. 1).
     *
     * @param alpha degrees of freedom, above 0
     * @param distanceScale factor of the distances, above 0
     */
    record Assignment(double alpha, double distanceScale) {
        /** As published: one degree of freedom, distances not scaled. */
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
