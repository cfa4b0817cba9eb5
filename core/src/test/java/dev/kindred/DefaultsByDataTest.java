package dev.kindred;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.FeatureBlock.Kind;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.graph.Graphs;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.method.Planted;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.ReconstructionConfig;
import dev.kindred.model.ReconstructionConfig.Weights;
import dev.kindred.nn.GatConfig;
import dev.kindred.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DefaultsByDataTest {
    private static final Graph GRAPH = Graphs.of("a-b, b-c, c-d");

    private static ModelConfig of(List<FeatureBlock> blocks) {
        int columns = blocks.getLast().end();
        return Daegc.defaults(
                2, new AttributedGraph(GRAPH, new DenseFeatures(4, columns, new float[4 * columns])), blocks);
    }

    private static List<FeatureBlock> blocks(Object... kindsAndWidths) {
        List<FeatureBlock> blocks = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < kindsAndWidths.length; i += 2) {
            int width = (Integer) kindsAndWidths[i + 1];
            blocks.add(new FeatureBlock("x" + i, (Kind) kindsAndWidths[i], at, width));
            at += width;
        }
        return blocks;
    }

    private static void assertColumns(ModelConfig config) {
        assertThat(config.features()).isEqualTo(Features.Normalization.NONE);
        assertThat(((GatConfig) config.encoder()).dropout().features()).isEqualTo(.3);
    }

    @Test
    void columnsThatSaySomethingEachAreTakenAsTheyAre() {
        assertColumns(of(blocks(Kind.NUMBER, 1, Kind.NUMBER, 1)));
        assertColumns(of(blocks(Kind.CATEGORY, 5, Kind.TEXT, 150, Kind.BOOLEAN, 1)));
        assertColumns(of(blocks(Kind.VECTOR, 64)));
        assertColumns(of(blocks(Kind.DATE, 5, Kind.STRUCTURE, 18)));
    }

    @Test
    void wordsVectorsAndPositionsKeepTheDefaults() {
        ModelConfig defaults = Daegc.defaults(2);
        assertThat(of(blocks(Kind.TEXT, 150))).isEqualTo(defaults);
        assertThat(of(blocks(Kind.TEXT, 600, Kind.NUMBER, 1))).isEqualTo(defaults);
        assertThat(of(blocks(Kind.VECTOR, 65))).isEqualTo(defaults);
        assertThat(of(blocks(Kind.STRUCTURE, 18))).isEqualTo(defaults);
        Object[] flags = new Object[80];
        for (int i = 0; i < flags.length; i += 2) {
            flags[i] = Kind.BOOLEAN;
            flags[i + 1] = 1;
        }
        assertThat(of(blocks(flags))).isEqualTo(defaults);
    }

    private static ModelConfig unknown(int columns, float... row) {
        float[] values = new float[100 * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = row[i % row.length];
        }
        return Daegc.defaults(
                2, new AttributedGraph(Graphs.powerLaw(100, 2, 1), new DenseFeatures(100, columns, values)), null);
    }

    @Test
    void unknownColumnsAreJudgedByTheirValues() {
        assertColumns(unknown(2, 1.5f, -.5f, -1.5f, .5f));
        assertThat(unknown(2, 1500, -.5f, -1500, .5f)).isEqualTo(Daegc.defaults(2));
        assertThat(unknown(40, 1, 0, 0)).isEqualTo(Daegc.defaults(2));
        assertThat(unknown(65, 1, -1, 0)).isEqualTo(Daegc.defaults(2));
        SparseFeatures sparse =
                new SparseFeatures(3, new long[] {0, 1, 2, 3, 4}, new int[] {0, 1, 0, 1}, new float[] {1, 1, -1, -1});
        assertColumns(Daegc.defaults(2, new AttributedGraph(GRAPH, sparse), null));
    }

    @Test
    void edgesCountByTheirWeightsWhereTheyHaveAny() {
        Graph weighted = GraphBuilder.symmetric(4).add(0, 1, 2).add(2, 3, 5).build();
        DenseFeatures features = new DenseFeatures(4, 1, new float[] {1, 2, 3, 4});
        List<FeatureBlock> blocks = blocks(Kind.NUMBER, 1);
        assertThat(weights(Daegc.defaults(2, new AttributedGraph(weighted, features), blocks)))
                .isEqualTo(Weights.RELATIVE);
        assertThat(weights(Daegc.defaults(2, new AttributedGraph(GRAPH, features), blocks)))
                .isEqualTo(Weights.ALIKE);
        assertThat(weights(Daegc.seed(2))).isEqualTo(Weights.ALIKE);
    }

    private static Weights weights(ModelConfig config) {
        return ((ReconstructionConfig) config.objective()).weights();
    }

    /** Two numbers, three groups: scaled by row, the middle group points anywhere. */
    @Test
    void twoNumbersAreNoLongerRuined() {
        int nodes = 300;
        Random random = new Random(1);
        int[] labels = new int[nodes];
        float[] values = new float[2 * nodes];
        GraphBuilder builder = GraphBuilder.symmetric(nodes);
        for (int i = 0; i < nodes; i++) {
            labels[i] = i % 3;
            values[2 * i] = (float) (1.2 * (labels[i] - 1) + .3 * random.nextGaussian());
            values[2 * i + 1] = (float) (1.2 * (labels[i] - 1) + .3 * random.nextGaussian());
            for (int e = 0; e < 3; e++) {
                int other = random.nextInt(nodes / 3) * 3 + (random.nextDouble() < .7 ? labels[i] : random.nextInt(3));
                if (other != i) {
                    builder.add(i, other);
                }
            }
        }
        AttributedGraph graph = new AttributedGraph(builder.build(), new DenseFeatures(nodes, 2, values));
        double before = ari(graph, labels, Daegc.defaults(3));
        double now = ari(graph, labels, Daegc.defaults(3, graph, blocks(Kind.NUMBER, 1, Kind.NUMBER, 1)));
        assertThat(now).isGreaterThan(.85).isGreaterThan(before + .1);
    }

    private static double ari(AttributedGraph graph, int[] labels, ModelConfig config) {
        return LabelMetrics.adjustedRandIndex(
                labels, Daegc.fit(graph, config, 1, TrainingListener.SILENT).labels());
    }

    /** Weights that count keep the promise of equal bits. */
    @Test
    void sameBitsForAnyNumberOfThreadsWithWeights() {
        AttributedGraph plain = Planted.of(120, .5, 2, 1).graph();
        float[] weights = new float[(int) plain.graph().edges()];
        for (int i = 0; i < plain.nodes(); i++) {
            for (int e = (int) plain.graph().rowOffsets()[i]; e < plain.graph().rowOffsets()[i + 1]; e++) {
                weights[e] = 1 + (i + plain.graph().columns()[e]) % 5;
            }
        }
        Graph weighted = Graph.of(
                plain.graph().direction(),
                plain.graph().rowOffsets(),
                plain.graph().columns(),
                weights);
        AttributedGraph graph = new AttributedGraph(weighted, plain.features());
        ModelConfig config = Daegc.defaults(3, graph, null);
        float[][] embeddings = new float[3][];
        for (int threads = 1; threads <= 3; threads++) {
            embeddings[threads - 1] = Daegc.fit(graph, config, threads, TrainingListener.SILENT)
                    .embedding()
                    .data();
        }
        assertThat(Arrays.equals(embeddings[0], embeddings[1])).isTrue();
        assertThat(Arrays.equals(embeddings[0], embeddings[2])).isTrue();
    }
}
