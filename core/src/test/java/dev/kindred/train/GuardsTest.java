package dev.kindred.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.Daegc;
import dev.kindred.autograd.GradientNorm;
import dev.kindred.autograd.Parameter;
import dev.kindred.cluster.EmptyClusters;
import dev.kindred.cluster.HardAssignment;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.kernels.Kernels;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Safeguards;
import dev.kindred.model.StageConfig;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Checkpoints.Begin;
import dev.kindred.train.Checkpoints.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a model from failing silently, and many runs from disturbing each other. */
class GuardsTest {
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

    @Test
    void theGradientIsClippedToItsLength() {
        Kernels kernels = Kernels.select();
        Parameter a = Parameter.zeros("a", 1, 2);
        Parameter b = Parameter.zeros("b", 1, 1);
        a.gradient().data()[0] = 2;
        a.gradient().data()[1] = 3;
        b.gradient().data()[0] = 6;
        List<Parameter> both = List.of(a, b);
        assertThat(GradientNorm.of(kernels, both)).isEqualTo(7);
        GradientNorm.clip(kernels, both, 7, 9);
        assertThat(GradientNorm.of(kernels, both)).isEqualTo(7);
        GradientNorm.clip(kernels, both, 7, 3.5);
        assertThat(a.gradient().data()).containsExactly(1, 1.5f);
        assertThat(b.gradient().data()).containsExactly(3);
        b.gradient().data()[0] = Float.NaN;
        assertThat(GradientNorm.of(kernels, both)).isNaN();
    }

    @Test
    void anEmptyClusterBeginsAnewAtTheFarthestNode() {
        Matrix z = new Matrix(4, 1, new float[] {0, 1, 2, 9});
        Matrix centers = new Matrix(2, 1, new float[] {1, 50});
        assertThat(EmptyClusters.reseed(Kernels.select(), z, centers, 1)).isTrue();
        assertThat(centers.data()).containsExactly(1, 9);
        Matrix alike = new Matrix(3, 1, new float[] {1, 1, 1});
        assertThat(EmptyClusters.reseed(Kernels.select(), alike, centers, 1)).isFalse();
        Matrix q = new Matrix(3, 3, new float[] {.2f, .2f, .6f, .5f, .5f, 0, 0, .1f, .9f});
        assertThat(HardAssignment.labels(q)).containsExactly(2, 0, 2);
        assertThat(HardAssignment.sizes(q)).containsExactly(1, 0, 2);
    }

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
                                "finetune epoch \\d+: cluster \\d+ was empty and was begun anew at the node farthest from all centers"));
    }

    @Test
    void aDominantClusterIsReported() {
        List<String> warnings = new ArrayList<>();
        Prediction.report(new int[] {2, 95, 3}, 100, warnings::add);
        Prediction.report(new int[] {30, 40, 30}, 100, warnings::add);
        Prediction.report(new int[] {0, 97, 3}, 100, warnings::add);
        assertThat(warnings)
                .containsExactly(
                        "cluster 1 holds 95.0 % of the nodes: little was told apart; try a larger k, another seed or a smaller"
                                + " gamma",
                        "1 of 3 clusters are empty: the graph may have fewer groups; try a smaller k or another seed",
                        "cluster 1 holds 97.0 % of the nodes: little was told apart; try a larger k, another seed or a smaller"
                                + " gamma");
    }

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

    /** Eight threads, one graph, many runs, some of them cancelled: equal bits, and no thread is left. */
    @Test
    void manyRunsShareAGraph() throws Exception {
        AttributedGraph graph = TrainerTest.plantedSparse();
        ModelConfig config = TrainerTest.quick(Daegc.defaults(3));
        Clustering expected = Daegc.fit(graph, config, 1, TrainingListener.SILENT);
        AttributedGraph fresh = TrainerTest.plantedSparse();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Callable<Clustering>> runs = new ArrayList<>();
            for (int run = 0; run < 24; run++) {
                int threads = 1 + run % 3;
                boolean cancelled = run % 6 == 5;
                int[] epochs = new int[1];
                TrainingOptions options = TrainingOptions.defaults()
                        .withThreads(threads)
                        .withCancellation(() -> cancelled && epochs[0]++ > 10);
                runs.add(() -> Daegc.fit(fresh, config, options));
            }
            List<Future<Clustering>> done = executor.invokeAll(runs);
            for (int run = 0; run < done.size(); run++) {
                Future<Clustering> future = done.get(run);
                if (run % 6 == 5) {
                    assertThatThrownBy(future::get).hasCauseInstanceOf(TrainingCancelledException.class);
                } else {
                    assertThat(future.get().embedding().data())
                            .isEqualTo(expected.embedding().data());
                    assertThat(future.get().labels()).isEqualTo(expected.labels());
                }
            }
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("kindred-")))
                .isEmpty();
    }
}
