package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.Daegc;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Safeguards;
import dev.kindred.model.StageConfig;
import dev.kindred.tensor.Compute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clusters that become empty while finetuning get a new center, or are reported at the end. */
class EmptyClusterGuardTest {
    /** A gamma that pulls all nodes to one center, made worse by a large step. */
    @Test
    void emptyClustersOfARunAreMendedOrReported() {
        ModelConfig pulled =
                TrainerTest.quick(Daegc.seed(12)).withStages(new StageConfig(5, .01, 0), new StageConfig(60, .1, 0));
        Clustering reported = Daegc.fit(TrainerTest.planted(), pulled, 1, TrainingListener.SILENT);
        assertThat(reported.warnings())
                .singleElement()
                .asString()
                .matches(
                        "\\d+ of 12 clusters are empty: the graph may have fewer groups; try a smaller k or another seed");
        Clustering mended = Daegc.fit(
                TrainerTest.planted(),
                pulled.withSafeguards(new Safeguards(0, 0, 0, Safeguards.EmptyClusters.RESEED)),
                1,
                TrainingListener.SILENT);
        assertThat(mended.warnings())
                .anyMatch(
                        warning -> warning.matches(
                                "finetune epoch \\d+: cluster \\d+ was empty; its center was moved to the node farthest from all centers"));
    }

    @Test
    void aCenterThatWasMovedStartsWithoutMomentsAndIsMovedTwiceOnAverageAtMost() {
        ModelConfig config = TrainerTest.quick(Daegc.seed(3))
                .withSafeguards(new Safeguards(0, 0, 0, Safeguards.EmptyClusters.RESEED));
        List<String> warnings = new ArrayList<>();
        try (PreparedGraph graph = PreparedGraph.of(TrainerTest.planted(), config);
                Compute compute = Compute.create(1)) {
            Session session = Session.begin(graph, config, compute);
            session.beginFinetuning(session.cluster());
            EmptyClusterGuard guard =
                    new EmptyClusterGuard(session.state(), new Tape(compute), graph.whole(), warnings::add);
            Parameter centers = session.model().head().centers().parameter();
            int width = centers.value().columns();
            for (int round = 0; round < 8; round++) {
                Arrays.fill(centers.value().data(), width, 2 * width, 1e6f);
                Arrays.fill(centers.firstMoment().data(), 1f);
                session.state().setIteration(0);
                session.step(graph.whole());
                guard.epochDone(round + 1);
                boolean moved = round < 6;
                assertThat(centers.firstMoment().get(1, 0)).isEqualTo(moved ? 0f : 1f);
                assertThat(centers.firstMoment().get(0, 0)).isEqualTo(1f);
            }
            assertThat(session.state().reseeds()).isEqualTo(6);
            assertThat(centers.value().get(1, 0)).isEqualTo(1e6f);
            assertThat(warnings).hasSize(6);
            assertThat(warnings.getFirst())
                    .isEqualTo("finetune epoch 1: cluster 1 was empty; its center was moved to the node farthest from"
                            + " all centers");
        }
    }
}
