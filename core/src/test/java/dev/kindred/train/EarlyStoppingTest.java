package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.Daegc;
import dev.kindred.autograd.Tape;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Safeguards;
import dev.kindred.model.StageConfig;
import dev.kindred.tensor.Compute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Evaluations between epochs: when a stage ends, and with which weights. */
class EarlyStoppingTest {
    @Test
    void earlyStoppingKeepsTheBestWeightsOfComparableScores() {
        ModelConfig config =
                TrainerTest.quick(Daegc.seed(3)).withStages(new StageConfig(400, .05, 0), new StageConfig(100, .05, 0));
        List<String> notes = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void note(String message) {
                notes.add(message);
            }
        };
        Clustering stopped = Daegc.fit(
                TrainerTest.planted(),
                config.withSafeguards(new Safeguards(0, 3, .001, Safeguards.EmptyClusters.REPORT)),
                1,
                listener);
        assertThat(stopped.history()).hasSizeLessThan(500);
        assertThat(notes.getFirst())
                .matches("pretrain ended after epoch \\d+; the weights of epoch \\d+ scored best and are kept");
    }

    /** DEC's criterion: at the first evaluation nothing can be compared, at the second hardly a node has moved. */
    @Test
    void finetuningEndsOnceFewNodesChangeTheirCluster() {
        ModelConfig config = TrainerTest.quick(Daegc.seed(3))
                .withStages(new StageConfig(10, .01, 0), new StageConfig(100, .001, 0))
                .withSafeguards(new Safeguards(0, 0, .5, Safeguards.EmptyClusters.REPORT));
        Clustering result = Daegc.fit(TrainerTest.planted(), config, 1, TrainingListener.SILENT);
        assertThat(result.history().stream().filter(epoch -> epoch.stage() == Stage.FINETUNE))
                .hasSize(2 * Safeguards.EVALUATION_EPOCHS);
    }

    @Test
    void aStageEndsWhenItsPatienceDoesAndTakesItsBestWeightsBack() {
        ModelConfig config = TrainerTest.quick(Daegc.seed(3))
                .withSafeguards(new Safeguards(0, 2, 0, Safeguards.EmptyClusters.REPORT));
        List<String> notes = new ArrayList<>();
        try (PreparedGraph graph = PreparedGraph.of(TrainerTest.planted(), config);
                Compute compute = Compute.create(1)) {
            Session session = Session.begin(graph, config, compute);
            EarlyStopping stopping = new EarlyStopping(session.state(), new Tape(compute), graph.whole(), notes::add);
            stopping.epochDone(4);
            assertThat(session.state().selection().bestWeights()).isNull();
            stopping.epochDone(5);
            float[] best = session.parameters();
            float[] worse = best.clone();
            for (int i = 0; i < worse.length; i++) {
                worse[i] *= 10;
            }
            session.setParameters(worse);
            stopping.epochDone(10);
            assertThat(session.state().isStageEnded()).isFalse();
            stopping.epochDone(15);
            assertThat(session.state().isStageEnded()).isTrue();
            stopping.stageDone();
            assertThat(session.parameters()).isEqualTo(best);
        }
        assertThat(notes)
                .containsExactly("pretrain ended after epoch 0; the weights of epoch 5 scored best and are kept");
    }
}
