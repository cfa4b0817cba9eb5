package dev.kindred.bench;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.Graph;
import dev.kindred.graph.GraphBuilder;
import dev.kindred.signal.Carrier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Ordinary data: graphs with planted groups whose truth is known, in the shapes that users bring. The distributions are those of
 * {@code lab/ordinary.py}, the random numbers are not. Columns are encoded as the table reader encodes them: numbers centered and scaled,
 * categories one column a value, words one column a word.
 *
 * @param kind of the data
 * @param seed it was drawn with
 * @param clusters planted groups, k
 * @param labels {@code [n]} the planted groups; they judge the end only
 * @param graph what is clustered
 * @param blocks what its columns mean
 */
public record OrdinaryData(
        Kind kind, long seed, int clusters, int[] labels, AttributedGraph graph, List<FeatureBlock> blocks) {
    /** The shapes. */
    public enum Kind {
        FEW_NUMBERS(Carrier.BOTH),
        ORDERED_NUMBERS(Carrier.BOTH),
        MANY_NUMBERS(Carrier.BOTH),
        CATEGORIES(Carrier.BOTH),
        MIXED(Carrier.BOTH),
        WORDS(Carrier.BOTH),
        EDGES_ONLY(Carrier.STRUCTURE),
        /** Structure in the weights alone; the attributes carry little. */
        WEIGHTS(Carrier.STRUCTURE),
        UNEVEN(Carrier.BOTH),
        NOISE_GRAPH(Carrier.ATTRIBUTES),
        NOISE_ATTRIBUTES(Carrier.STRUCTURE),
        DENSE_NOISE_GRAPH(Carrier.ATTRIBUTES),
        NULL(Carrier.NOTHING);

        private final Carrier carrier;

        Kind(Carrier carrier) {
            this.carrier = carrier;
        }

        /** What carries the groups. */
        public Carrier carrier() {
            return carrier;
        }

        /** As the scripts name it, as in {@code few-numbers}. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private static final double[] UNEVEN_SIZES = {.6, .2, .1, .06, .04};
    private static final int CITIES = 10;

    /** Draws a data set. */
    public static OrdinaryData of(Kind kind, long seed) {
        return new Draw(kind, seed, Signal.PLANTED, new double[0]).data();
    }

    /** The same with groups of given sizes, as shares. */
    public static OrdinaryData of(Kind kind, long seed, double[] sizes) {
        return new Draw(kind, seed, Signal.PLANTED, sizes).data();
    }

    /** Data of the same shape in which there is nothing to find. */
    public static OrdinaryData withoutGroups(Kind kind, long seed) {
        return new Draw(kind, seed, Signal.NONE, new double[0]).data();
    }

    /** Whether groups are planted. */
    private enum Signal {
        PLANTED,
        NONE
    }

    /** The random numbers and columns of one data set. */
    private static final class Draw {
        private final Kind kind;
        private final long seed;
        private final Signal signal;
        private final Random random;
        private final int clusters;
        private final int[] labels;
        private final boolean attributesCarry;
        private final List<float[][]> columns = new ArrayList<>();
        private final List<FeatureBlock> blocks = new ArrayList<>();
        private int width;

        Draw(Kind kind, long seed, Signal signal, double[] given) {
            this.kind = kind;
            this.seed = seed;
            random = new Random(1_000_003 * seed + kind.key().hashCode());
            int nodes = random.nextInt(300, 1500);
            int drawn = random.nextInt(3, 7);
            double[] sizes = new double[kind == Kind.UNEVEN ? Math.clamp(drawn, 3, 5) : drawn];
            for (int c = 0; c < sizes.length; c++) {
                sizes[c] = kind == Kind.UNEVEN ? UNEVEN_SIZES[c] : 1;
            }
            if (given.length > 0) {
                sizes = given;
            }
            double sum = Arrays.stream(sizes).sum();
            clusters = sizes.length;
            List<Integer> groups = new ArrayList<>();
            for (int c = 0; c < clusters; c++) {
                for (int i = 0; i < Math.max(8, (int) (nodes * sizes[c] / sum)); i++) {
                    groups.add(c);
                }
            }
            java.util.Collections.shuffle(groups, random);
            labels = groups.stream().mapToInt(c -> c).toArray();
            this.signal = signal;
            attributesCarry = signal == Signal.PLANTED && kind != Kind.NOISE_ATTRIBUTES && kind != Kind.NULL;
        }

        OrdinaryData data() {
            double inside = random.nextDouble(.6, .85);
            double degree = random.nextDouble(3, 12);
            switch (kind) {
                case NOISE_GRAPH, NULL -> inside = 0;
                case DENSE_NOISE_GRAPH -> {
                    inside = 0;
                    degree = Math.min(60, labels.length / 6.0);
                }
                case WEIGHTS -> {
                    inside = .15;
                    degree = 20;
                }
                default -> {}
            }
            if (signal == Signal.NONE) {
                inside = 0;
            }
            switch (kind) {
                case ORDERED_NUMBERS -> {
                    int[] order = attributesCarry ? labels : new int[labels.length];
                    number(i -> order[i] * 2.2 + random.nextGaussian() * .6);
                    number(i -> order[i] * 150 + random.nextGaussian() * 90);
                }
                case FEW_NUMBERS, UNEVEN, NOISE_GRAPH, DENSE_NOISE_GRAPH -> numbers(random.nextInt(2, 5), 2.5);
                case MANY_NUMBERS -> numbers(40, .5);
                case CATEGORIES -> categories(5);
                case WORDS -> words(400, 14);
                case MIXED, NOISE_ATTRIBUTES, NULL -> {
                    numbers(4, .9);
                    categories(3);
                    words(150, 6);
                }
                case WEIGHTS -> numbers(3, .3);
                case EDGES_ONLY -> {}
            }
            Graph edges = edges(inside, degree);
            float[] values = new float[labels.length * width];
            int at = 0;
            for (float[][] block : columns) {
                for (int i = 0; i < labels.length; i++) {
                    System.arraycopy(block[i], 0, values, i * width + at, block[i].length);
                }
                at += block[0].length;
            }
            return new OrdinaryData(
                    kind,
                    seed,
                    clusters,
                    labels,
                    new AttributedGraph(edges, new DenseFeatures(labels.length, width, values)),
                    List.copyOf(blocks));
        }

        private Graph edges(double inside, double degree) {
            int nodes = labels.length;
            int wanted = (int) (nodes * degree / 2);
            List<List<Integer>> groups = new ArrayList<>();
            for (int c = 0; c < clusters; c++) {
                groups.add(new ArrayList<>());
            }
            for (int i = 0; i < nodes; i++) {
                groups.get(labels[i]).add(i);
            }
            Set<Long> pairs = new HashSet<>();
            GraphBuilder builder = GraphBuilder.symmetric(nodes);
            while (pairs.size() < wanted) {
                int a = (int) (nodes * Math.pow(random.nextDouble(), 1.5));
                List<Integer> group = groups.get(labels[a]);
                int b = random.nextDouble() < inside ? group.get(random.nextInt(group.size())) : random.nextInt(nodes);
                if (a != b && pairs.add((long) Math.min(a, b) * nodes + Math.max(a, b))) {
                    if (kind == Kind.WEIGHTS) {
                        boolean heavy = signal == Signal.PLANTED && labels[a] == labels[b];
                        double weight = heavy ? 10 * random.nextDouble() + 5 : random.nextDouble() + 1e-4;
                        builder.add(a, b, (float) weight);
                    } else {
                        builder.add(a, b);
                    }
                }
            }
            return builder.build();
        }

        private void numbers(int count, double scale) {
            for (int j = 0; j < count; j++) {
                double[] means = new double[clusters];
                for (int c = 0; c < clusters; c++) {
                    means[c] = attributesCarry ? random.nextGaussian() * scale : 0;
                }
                double stretch = random.nextDouble(.5, 2);
                number(i -> means[labels[i]] * stretch + random.nextGaussian());
            }
        }

        private void number(java.util.function.IntToDoubleFunction value) {
            double[] drawn = new double[labels.length];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = value.applyAsDouble(i);
            }
            double mean = Arrays.stream(drawn).average().orElse(0);
            double variance = Arrays.stream(drawn)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElse(1);
            float[][] block = new float[labels.length][1];
            for (int i = 0; i < drawn.length; i++) {
                block[i][0] = (float) ((drawn[i] - mean) / Math.sqrt(variance));
            }
            add(FeatureBlock.Kind.NUMBER, block);
        }

        private void categories(int count) {
            for (int j = 0; j < count; j++) {
                double[][] shares = shares(CITIES, attributesCarry ? .4 : 50);
                float[][] block = new float[labels.length][CITIES];
                for (int i = 0; i < labels.length; i++) {
                    block[i][draw(shares[labels[i]])] = 1;
                }
                add(FeatureBlock.Kind.CATEGORY, block);
            }
        }

        private void words(int vocabulary, int length) {
            double[][] shares = shares(vocabulary, attributesCarry ? .15 : 30);
            double[] base = dirichlet(vocabulary, 1);
            float[][] block = new float[labels.length][vocabulary];
            for (int i = 0; i < labels.length; i++) {
                int count = random.nextInt(3, length);
                for (int t = 0; t < count; t++) {
                    block[i][draw(random.nextDouble() < .35 ? shares[labels[i]] : base)] = 1;
                }
            }
            add(FeatureBlock.Kind.TEXT, block);
        }

        /** One distribution a group; the same for all where attributes carry nothing. */
        private double[][] shares(int values, double concentration) {
            double[][] shares = new double[clusters][];
            for (int c = 0; c < clusters; c++) {
                shares[c] = attributesCarry || c == 0 ? dirichlet(values, concentration) : shares[0];
            }
            return shares;
        }

        private void add(FeatureBlock.Kind what, float[][] block) {
            columns.add(block);
            blocks.add(new FeatureBlock("x" + blocks.size(), what, width, block[0].length));
            width += block[0].length;
        }

        private int draw(double[] shares) {
            double left = random.nextDouble();
            for (int v = 0; v < shares.length - 1; v++) {
                left -= shares[v];
                if (left < 0) {
                    return v;
                }
            }
            return shares.length - 1;
        }

        private double[] dirichlet(int values, double concentration) {
            double[] drawn = new double[values];
            double sum = 0;
            for (int v = 0; v < values; v++) {
                drawn[v] = gamma(concentration);
                sum += drawn[v];
            }
            for (int v = 0; v < values; v++) {
                drawn[v] /= sum;
            }
            return drawn;
        }

        /** Marsaglia and Tsang (2000). */
        private double gamma(double shape) {
            if (shape < 1) {
                return gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
            }
            double d = shape - 1 / 3.0;
            double c = 1 / Math.sqrt(9 * d);
            while (true) {
                double x = random.nextGaussian();
                double v = Math.pow(1 + c * x, 3);
                if (v > 0 && Math.log(1 - random.nextDouble()) < .5 * x * x + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
