package dev.kindred.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.Daegc;
import dev.kindred.bench.StepWork.Work;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.model.Phase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The formulas on a graph small enough to count by hand: 4 nodes, 3 edges, 5 columns, 2 layers of 64, 2 clusters. */
class StepWorkTest {
    private static final AttributedGraph PATH = new AttributedGraph(
            GraphBuilder.symmetric(4).add(0, 1).add(1, 2).add(2, 3).build(), new DenseFeatures(4, 5, new float[20]));

    private final Map<String, List<Work>> works = StepWork.of(PATH, Daegc.seed(2), Phase.FINETUNE);

    private List<Work> works(String operation) {
        return works.getOrDefault(operation, List.of());
    }

    private List<Double> flops(String operation) {
        return works(operation).stream().map(Work::flops).toList();
    }

    @Test
    void aStepHasTheOperationsOfItsConfig() {
        assertThat(works.keySet())
                .containsExactly(
                        "Linear",
                        "Linear backward",
                        "GraphAttention",
                        "GraphAttention backward",
                        "EdgeLoss",
                        "NonEdgeLoss",
                        "ClusteringLoss",
                        "target",
                        "Adam");
    }

    @Test
    void productsCountTwoFlopsAMultiplyAddAndFeaturesNeedNoGradient() {
        assertThat(flops("Linear")).containsExactly(2. * 4 * 5 * 64, 2. * 4 * 64 * 64);
        assertThat(flops("Linear backward")).containsExactly(2. * 4 * 5 * 64, 2 * 2. * 4 * 64 * 64);
    }

    @Test
    void attentionMeetsEveryEdgeTwiceAndEveryNodeOnce() {
        // 6 directed edges and 4 self-loops.
        Work forward = works("GraphAttention").getFirst();
        assertThat(forward.gathered()).isEqualTo(4. * 10 * 64);
        assertThat(forward.footprint()).isEqualTo(4 * 4 * 64);
        assertThat(forward.flops()).isEqualTo(4. * 4 * 64 + 28 * 10 + 2. * 10 * 64);
    }

    @Test
    void anUndirectedEdgeNeedsOneDotProductAndTwoSums() {
        assertThat(flops("EdgeLoss")).containsExactly(3 * 2. * 64 + 3 * 40 + 3 * 2 * 2. * 64);
    }

    @Test
    void adamPassesEveryParameter() {
        double parameters = 5 * 64 + 3 * 64 + 64 * 64 + 3 * 64 + 2 * 64;
        assertThat(flops("Adam")).containsExactly(15 * parameters);
        assertThat(works("Adam").getFirst().streamed()).isEqualTo(4 * 7 * parameters);
    }
}
