package dev.kindred.explain;

import dev.kindred.explain.Column.Kind;
import dev.kindred.explain.FeatureColumns.Source;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graphs;
import dev.kindred.tensor.Matrix;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A graph of groups whose attributes are known: cluster 0 lives in Rome, cluster 1 writes of late payers, cluster 2 is old, cluster 3 is active and has no height; the
 * column noise tells nothing, the column constant is the same for all.
 */
final class Planted {
    static final int GROUPS = 4;
    static final int SIZE = 60;

    private static final List<Source> SOURCES = List.of(
            Source.asStored(new Column("city", Kind.CATEGORY, List.of("Rome", "Oslo", "Lima"), 0, 3)),
            Source.asStored(new Column("notes", Kind.TERMS, List.of("late", "payer", "hello", "a"), 3, 4)),
            new Source(new Column("age", Kind.NUMBER, List.of(), 7, 1), 38, 10, -1),
            Source.asStored(new Column("active", Kind.FLAG, List.of(), 8, 1)),
            new Source(new Column("height", Kind.NUMBER, List.of(), 9, 1), 170, 8, 10),
            Source.asStored(new Column("noise", Kind.NUMBER, List.of(), 11, 1)),
            Source.asStored(new Column("constant", Kind.NUMBER, List.of(), 12, 1)));

    private Planted() {}

    static int[] labels() {
        return IntStream.range(0, GROUPS * SIZE).map(i -> i / SIZE).toArray();
    }

    static Graph graph() {
        return Graphs.planted(GROUPS, SIZE, .2, .01, 3);
    }

    static Features features() {
        Random random = new Random(6);
        int d = 13;
        float[] values = new float[GROUPS * SIZE * d];
        for (int i = 0; i < GROUPS * SIZE; i++) {
            int group = i / SIZE;
            int at = i * d;
            values[at + (group == 0 && random.nextDouble() < .8 ? 0 : random.nextInt(3))] = 1;
            for (int term = 0; term < 4; term++) {
                double chance = group == 1 && term < 2 ? .9 - .2 * term : term == 3 ? 1 : .15;
                values[at + 3 + term] = random.nextDouble() < chance ? 1 : 0;
            }
            values[at + 7] = (float) (random.nextGaussian() + (group == 2 ? 2 : 0));
            values[at + 8] = random.nextDouble() < (group == 3 ? .95 : .3) ? 1 : 0;
            boolean missing = group == 3 && random.nextDouble() < .7;
            values[at + 9] = missing ? 0 : (float) random.nextGaussian();
            values[at + 10] = missing ? 1 : 0;
            values[at + 11] = (float) random.nextGaussian();
            values[at + 12] = 7;
        }
        return new DenseFeatures(GROUPS * SIZE, d, values);
    }

    static ColumnValues columns(Features features) {
        return FeatureColumns.of(features, SOURCES);
    }

    /** An embedding in which the groups stand apart, and the answer that follows. */
    static Answer answer(int[] labels, int clusters) {
        Random random = new Random(7);
        int n = labels.length;
        Matrix z = Matrix.zeros(n, 5);
        float[] confidence = new float[n];
        float[] margin = new float[n];
        int[] second = new int[n];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 5; c++) {
                z.set(i, c, (float) ((c == labels[i] % 5 ? 2 : 0) + .3 * random.nextGaussian()));
            }
            confidence[i] = .5f + .4f * random.nextFloat();
            margin[i] = confidence[i] - .4f;
            second[i] = clusters > 1 ? (labels[i] + 1) % clusters : -1;
        }
        return new Answer(labels, confidence, second, margin, z, Matrix.zeros(clusters, 5));
    }

    static Subject subject() {
        return Subject.of(graph(), columns(features()), answer(labels(), GROUPS));
    }
}
