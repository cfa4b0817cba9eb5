package dev.kindred.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.method.AttributeColumns.Kind;
import dev.kindred.method.AttributeColumns.Numbers;
import dev.kindred.method.AttributeColumns.Sets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributeColumnsTest {
    @Test
    void aNumberOfTwoValuesIsAFlagAndAConstantIsNothing() {
        float[] values = {-1.5f, 3, 7, .5f, 4, 7, .5f, 5, 7};
        AttributeColumns columns = AttributeColumns.of(
                new DenseFeatures(3, 3, values), List.of(number("vip", 0), number("age", 1), number("constant", 2)));
        assertThat(columns.blocks()).hasSize(2);
        Numbers numbers = (Numbers) columns.blocks().getFirst();
        assertThat(numbers.values()[0]).isCloseTo(-1.2247f, org.assertj.core.data.Offset.offset(1e-3f));
        Sets flags = (Sets) columns.blocks().getLast();
        assertThat(flags.kind()).isEqualTo(Kind.FLAGS);
        assertThat(flags.columns()).containsExactly(0, 0);
        assertThat(flags.offsets()).containsExactly(0, 0, 1, 2);
    }

    @Test
    void theSameWordsAreTheSameHoweverTheyCome() {
        int n = 20;
        int width = 40;
        Random random = new Random(3);
        float[] dense = new float[n * width];
        float[] standardized = new float[n * width];
        long[] offsets = new long[n + 1];
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < width; c++) {
                boolean has = random.nextInt(6) == 0 || i == c % n;
                dense[i * width + c] = has ? 1 : 0;
                standardized[i * width + c] = has ? 2.5f : -.4f;
                if (has) {
                    present.add(c);
                }
            }
            offsets[i + 1] = present.size();
        }
        int[] columns = present.stream().mapToInt(c -> c).toArray();
        float[] ones = new float[columns.length];
        java.util.Arrays.fill(ones, 1);
        List<FeatureBlock> wideTable = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            wideTable.add(number("w" + c, c));
        }
        for (AttributeColumns read : List.of(
                AttributeColumns.of(new DenseFeatures(n, width, dense)),
                AttributeColumns.of(new SparseFeatures(width, offsets, columns, ones)),
                AttributeColumns.of(new DenseFeatures(n, width, standardized), wideTable))) {
            Sets words = (Sets) read.blocks().getFirst();
            assertThat(words.kind()).isEqualTo(Kind.WORDS);
            assertThat(words.columns()).containsExactly(columns);
        }
    }

    @Test
    void whatTheGraphItselfGaveIsNoAttribute() {
        AttributeColumns columns = AttributeColumns.of(
                new DenseFeatures(2, 2, new float[] {1, 2, 3, 4}),
                List.of(new FeatureBlock("structure", FeatureBlock.Kind.STRUCTURE, 0, 2)));
        assertThat(columns.isEmpty()).isTrue();
    }

    @Test
    void shufflingKeepsEveryColumn() {
        AttributeColumns columns = Planted.of(90, .5, 3, 1).prepared().attributes();
        AttributeColumns shuffled = columns.shuffled(1);
        Numbers before = (Numbers) columns.blocks().getFirst();
        Numbers after = (Numbers) shuffled.blocks().getFirst();
        assertThat(after.values()).isNotEqualTo(before.values());
        double sum = 0;
        for (int e = 0; e < after.values().length; e++) {
            sum += after.values()[e] * after.values()[e] - before.values()[e] * before.values()[e];
        }
        assertThat(sum).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-3));
    }

    private static FeatureBlock number(String name, int column) {
        return new FeatureBlock(name, FeatureBlock.Kind.NUMBER, column, 1);
    }
}
