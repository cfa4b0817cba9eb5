package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.StageConfig;
import dev.kindred.train.Checkpoints.Begin;
import dev.kindred.train.Checkpoints.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss or gradient that is not finite ends the run with a message that says where it came from. */
class DivergenceTest {
    @TempDir
    Path folder;

    @Test
    void aLossThatIsNotFiniteNamesStageEpochAndOperationAndKeepsTheStateBefore() throws Exception {
        AttributedGraph planted = TrainerTest.planted();
        float[] values = ((DenseFeatures) planted.features()).values().clone();
        Arrays.fill(values, 0, 30, 3e38f);
        AttributedGraph huge = new AttributedGraph(planted.graph(), new DenseFeatures(180, 30, values));
        ModelConfig raw = TrainerTest.quick(Daegc.seed(3)).withFeatures(dev.kindred.graph.Features.Normalization.NONE);
        TrainingOptions options =
                TrainingOptions.defaults().withCheckpoints(Checkpoints.in(folder, new Schedule(0, 0), Begin.ANEW));
        assertThatThrownBy(() -> Daegc.fit(huge, raw, options))
                .isInstanceOf(DivergedException.class)
                .hasMessageMatching(
                        "pretrain epoch 1: expected a finite loss and gradient, got loss \\S+ \\(.*\\) and a gradient of"
                                + " norm \\S+, first not finite in Linear; resuming would repeat this: start again with a smaller learning rate or a gradient clip;"
                                + " the state before it is kept in .*checkpoint-000000000\\.safetensors");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aRateThatIsFarTooLargeIsNamedInTheStageItEnds() {
        ModelConfig config =
                TrainerTest.quick(Daegc.seed(3)).withStages(new StageConfig(5, .01, 0), new StageConfig(20, 1e38, 0));
        assertThatThrownBy(() -> Daegc.fit(TrainerTest.planted(), config, 1, TrainingListener.SILENT))
                .isInstanceOf(DivergedException.class)
                .hasMessageMatching(
                        "finetune epoch \\d+: expected a finite loss and gradient, got .*, first not finite in"
                                + " .*; resuming would repeat this: start again with a smaller learning rate or a gradient clip");
    }
}
