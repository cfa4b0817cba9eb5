package dev.kindred.method;

import dev.kindred.graph.DenseRows;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.Features;
import dev.kindred.graph.SparseRows;
import dev.kindred.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The attributes of the nodes by what they mean, one rule for tables, files and the library. Numbers, dates and vectors are standardized numbers; of
 * categories, flags and words it is kept which columns a node has. A number with two values is a flag, whatever it was called, and {@value #MANY_FLAGS}
 * flags or more are a bag of words. Columns made from the graph itself are no attributes. Memory: 4 bytes a number and a present column.
 */
public final class AttributeColumns {
    /** What the columns of a {@link Sets} mean. */
    public enum Kind {
        /** Each column a yes or no. */
        FLAGS,
        /** At most one of them. */
        CATEGORY,
        /** Any number of them, few out of many. */
        WORDS
    }

    /** Values of columns that belong together. */
    public sealed interface Block permits Numbers, Sets {}

    /**
     * Numbers.
     *
     * @param width number of columns
     * @param values {@code [n x width]}, standardized, outliers drawn in
     */
    public record Numbers(int width, float[] values) implements Block {}

    /**
     * The columns that each node has.
     *
     * @param width number of columns
     * @param offsets {@code [n + 1]}
     * @param columns of the columns present, each in {@code 0 .. width-1}
     */
    public record Sets(Kind kind, int width, int[] offsets, int[] columns) implements Block {}

    private static final int MANY_FLAGS = 30;
    /** Columns of numbers without a table behind them from which on they are a vector, an embedding made elsewhere. */
    private static final int LONG_VECTOR = 64;
    /** Bags of words without a table behind them are sparser than this. */
    private static final double SPARSE = .5;

    private final int nodes;
    private final List<Block> blocks;
    private final boolean vectors;

    private AttributeColumns(int nodes, List<Block> blocks, boolean vectors) {
        this.nodes = nodes;
        this.blocks = List.copyOf(blocks);
        this.vectors = vectors;
    }

    /** Takes features of unknown meaning apart: their values tell what they are. */
    public static AttributeColumns of(Features features) {
        int columns = features.columns();
        if (columns == 0) {
            return new AttributeColumns(features.rows(), List.of(), false);
        }
        Values values = Values.of(features);
        FeatureBlock.Kind kind = values.allNotNegative() && columns >= MANY_FLAGS && features.density() < SPARSE
                ? FeatureBlock.Kind.TEXT
                : columns > LONG_VECTOR ? FeatureBlock.Kind.VECTOR : FeatureBlock.Kind.NUMBER;
        return of(features, List.of(new FeatureBlock("features", kind, 0, columns)), values);
    }

    /** Takes features apart by what their columns are said to be. */
    public static AttributeColumns of(Features features, List<FeatureBlock> blocks) {
        return of(features, blocks, Values.of(features));
    }

    private static AttributeColumns of(Features features, List<FeatureBlock> blocks, Values values) {
        Plan plan = new Plan(features.rows(), features.columns());
        List<Integer> numbers = new ArrayList<>();
        List<Integer> flags = new ArrayList<>();
        boolean vectors = false;
        for (FeatureBlock block : blocks) {
            switch (block.kind()) {
                case STRUCTURE -> {}
                case CATEGORY -> plan.addSets(Kind.CATEGORY, columns(block));
                case TEXT -> plan.addSets(Kind.WORDS, columns(block));
                case BOOLEAN, NUMBER, VECTOR, DATE -> {
                    for (int c : columns(block)) {
                        if (values.isConstant(c)) {
                            continue;
                        }
                        boolean flag = block.kind() == FeatureBlock.Kind.BOOLEAN || values.isFlag(c);
                        vectors |= block.kind() == FeatureBlock.Kind.VECTOR && !flag && block.columns() > LONG_VECTOR;
                        (flag ? flags : numbers).add(c);
                    }
                }
            }
        }
        if (!flags.isEmpty()) {
            plan.addSets(flags.size() >= MANY_FLAGS ? Kind.WORDS : Kind.FLAGS, flags);
        }
        plan.numbers(numbers);
        return new AttributeColumns(features.rows(), plan.fill(features, values), vectors);
    }

    private static List<Integer> columns(FeatureBlock block) {
        List<Integer> columns = new ArrayList<>();
        for (int c = block.firstColumn(); c < block.end(); c++) {
            columns.add(c);
        }
        return columns;
    }

    public int nodes() {
        return nodes;
    }

    public List<Block> blocks() {
        return blocks;
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** Whether there are so many words, or such long vectors, that their columns cannot be taken as independent given a group. */
    public boolean areWide() {
        return vectors
                || blocks.stream()
                        .anyMatch(block -> block instanceof Sets sets
                                && sets.kind() == Kind.WORDS
                                && sets.width() > AttributePoints.WIDEST);
    }

    /**
     * The same columns, each shuffled on its own, so that they know nothing of one another; a lone column of numbers is drawn from a Gaussian. Words are dealt
     * anew, each node keeping their number.
     */
    public AttributeColumns shuffled(long seed) {
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.NEGATIVES, 1L << 44);
        List<Block> shuffled = new ArrayList<>();
        for (Block block : blocks) {
            shuffled.add(
                    switch (block) {
                        case Numbers numbers -> numbers(numbers, blocks.size() == 1 && numbers.width == 1, random);
                        case Sets sets -> sets.kind == Kind.FLAGS ? flags(sets, random) : dealt(sets, random);
                    });
        }
        return new AttributeColumns(nodes, shuffled, vectors);
    }

    private Numbers numbers(Numbers numbers, boolean alone, RandomStream random) {
        float[] values = numbers.values.clone();
        int width = numbers.width;
        for (int c = 0; c < width; c++) {
            for (int i = nodes - 1; i >= 0; i--) {
                if (alone) {
                    values[i] = (float) (Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                            * Math.cos(2 * Math.PI * random.nextDouble()));
                } else {
                    int other = random.nextInt(i + 1) * width + c;
                    float value = values[i * width + c];
                    values[i * width + c] = values[other];
                    values[other] = value;
                }
            }
        }
        return new Numbers(width, values);
    }

    /** A category keeps its rows together; of words each node keeps how many it has. */
    private static Sets dealt(Sets sets, RandomStream random) {
        int[] columns = sets.columns.clone();
        for (int e = columns.length - 1; e > 0; e--) {
            int other = random.nextInt(e + 1);
            int column = columns[e];
            columns[e] = columns[other];
            columns[other] = column;
        }
        return new Sets(sets.kind, sets.width, sets.offsets, columns);
    }

    private Sets flags(Sets sets, RandomStream random) {
        int[] counts = new int[sets.width];
        for (int column : sets.columns) {
            counts[column]++;
        }
        SetsBuilder builder = new SetsBuilder(sets.kind, sets.width, nodes);
        for (int i = 0; i < nodes; i++) {
            for (int c = 0; c < sets.width; c++) {
                // Drawn without replacement, as a shuffled column would be.
                if (random.nextInt(nodes - i) < counts[c]) {
                    counts[c]--;
                    builder.add(i, c);
                }
            }
        }
        return builder.build();
    }

    /**
     * What values the columns have.
     *
     * @param least {@code [d]}
     * @param most {@code [d]}
     * @param others {@code [d]} how many values lie between
     */
    private record Values(float[] least, float[] most, int[] others) {
        static Values of(Features features) {
            int d = features.columns();
            float[] least = new float[d];
            float[] most = new float[d];
            int[] others = new int[d];
            int[] stored = new int[d];
            Arrays.fill(least, Float.POSITIVE_INFINITY);
            Arrays.fill(most, Float.NEGATIVE_INFINITY);
            forEach(features, (row, column, value) -> {
                stored[column]++;
                least[column] = Math.min(least[column], value);
                most[column] = Math.max(most[column], value);
            });
            for (int c = 0; c < d; c++) {
                if (stored[c] < features.rows()) {
                    least[c] = Math.min(least[c], 0);
                    most[c] = Math.max(most[c], 0);
                }
            }
            forEach(features, (row, column, value) -> {
                if (value != least[column] && value != most[column]) {
                    others[column]++;
                }
            });
            for (int c = 0; c < d; c++) {
                if (stored[c] < features.rows() && least[c] < 0 && most[c] > 0) {
                    others[c]++;
                }
            }
            return new Values(least, most, others);
        }

        boolean isConstant(int column) {
            return least[column] == most[column];
        }

        boolean isFlag(int column) {
            return others[column] == 0;
        }

        boolean allNotNegative() {
            for (float value : least) {
                if (value < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Takes one value that is stored. */
    private interface ValueVisitor {
        void visit(int row, int column, float value);
    }

    private static void forEach(Features features, ValueVisitor visitor) {
        switch (features) {
            case SparseRows s ->
                s.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        visitor.visit(row, columns[e], values[e]);
                    }
                });
            case DenseRows d ->
                d.forEachRow((row, values, from) -> {
                    for (int c = 0; c < d.columns(); c++) {
                        visitor.visit(row, c, values[from + c]);
                    }
                });
        }
    }

    /** Which column goes where, and the values once they are there. */
    private static final class Plan {
        private final int nodes;
        private final int[] setOf;
        private final int[] numberOf;
        private final int[] place;
        private final List<SetsBuilder> sets = new ArrayList<>();
        private int width;

        Plan(int nodes, int columns) {
            this.nodes = nodes;
            setOf = new int[columns];
            numberOf = new int[columns];
            place = new int[columns];
            Arrays.fill(setOf, -1);
            Arrays.fill(numberOf, -1);
        }

        void addSets(Kind kind, List<Integer> columns) {
            for (int c = 0; c < columns.size(); c++) {
                setOf[columns.get(c)] = sets.size();
                place[columns.get(c)] = c;
            }
            sets.add(new SetsBuilder(kind, columns.size(), nodes));
        }

        void numbers(List<Integer> columns) {
            width = columns.size();
            for (int c = 0; c < width; c++) {
                numberOf[columns.get(c)] = c;
            }
        }

        List<Block> fill(Features features, Values known) {
            float[] numbers = new float[Math.multiplyExact(nodes, width)];
            forEach(features, (row, column, value) -> {
                if (numberOf[column] >= 0) {
                    numbers[row * width + numberOf[column]] = value;
                } else if (setOf[column] >= 0) {
                    SetsBuilder builder = sets.get(setOf[column]);
                    boolean zeroIsAbsent = builder.kind == Kind.CATEGORY || known.least[column] >= 0;
                    boolean present = zeroIsAbsent ? value > 0 : value == known.most[column];
                    if (present) {
                        builder.add(row, place[column]);
                    }
                }
            });
            List<Block> blocks = new ArrayList<>();
            if (width > 0) {
                for (int c = 0; c < width; c++) {
                    standardize(numbers, c);
                }
                blocks.add(new Numbers(width, numbers));
            }
            sets.forEach(builder -> blocks.add(builder.build()));
            return blocks;
        }

        /** By mean and deviation; what lies farther out than 5 deviations is drawn in. Twice: outliers hide behind the deviation they cause. */
        private void standardize(float[] numbers, int column) {
            for (int turn = 0; turn < 2; turn++) {
                double sum = 0;
                for (int i = column; i < numbers.length; i += width) {
                    sum += numbers[i];
                }
                double mean = sum / nodes;
                double squares = 0;
                for (int i = column; i < numbers.length; i += width) {
                    squares += (numbers[i] - mean) * (numbers[i] - mean);
                }
                double deviation = Math.sqrt(squares / nodes);
                for (int i = column; i < numbers.length; i += width) {
                    double z = deviation == 0 ? 0 : (numbers[i] - mean) / deviation;
                    double over = Math.abs(z) - 5;
                    numbers[i] = (float) (over > 0 ? Math.signum(z) * (5 + Math.log1p(over)) : z);
                }
            }
        }
    }

    /** Fills one {@link Sets}, row after row. */
    private static final class SetsBuilder {
        private final Kind kind;
        private final int width;
        private final int[] offsets;
        private int[] columns = new int[1024];
        private int size;

        SetsBuilder(Kind kind, int width, int nodes) {
            this.kind = kind;
            this.width = width;
            offsets = new int[nodes + 1];
        }

        void add(int row, int column) {
            if (size == columns.length) {
                columns = Arrays.copyOf(columns, 2 * size);
            }
            columns[size++] = column;
            offsets[row + 1] = size;
        }

        Sets build() {
            for (int i = 1; i < offsets.length; i++) {
                offsets[i] = Math.max(offsets[i - 1], offsets[i]);
            }
            return new Sets(kind, width, offsets, Arrays.copyOf(columns, size));
        }
    }
}
