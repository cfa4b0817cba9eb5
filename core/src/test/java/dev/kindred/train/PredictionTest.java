package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the result is checked for before it is given. */
class PredictionTest {
    @Test
    void aDominantClusterIsReported() {
        List<String> warnings = new ArrayList<>();
        Prediction.report(new int[] {2, 95, 3}, 100, warnings::add);
        Prediction.report(new int[] {30, 40, 30}, 100, warnings::add);
        Prediction.report(new int[] {0, 97, 3}, 100, warnings::add);
        assertThat(warnings)
                .containsExactly(
                        "cluster 1 holds 95.0 % of the nodes: the nodes were hardly separated; try a larger k, another seed or a smaller"
                                + " gamma",
                        "1 of 3 clusters are empty: the graph may have fewer groups; try a smaller k or another seed",
                        "cluster 1 holds 97.0 % of the nodes: the nodes were hardly separated; try a larger k, another seed or a smaller"
                                + " gamma");
    }
}
