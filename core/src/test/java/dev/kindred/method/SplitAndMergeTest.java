package dev.kindred.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.tensor.Compute;
import org.junit.jupiter.api.Test;

class SplitAndMergeTest {
    private final Planted planted = Planted.of(300, .7, 4, 2);

    /** Two groups in one, and the third in two halves: no node alone gains by going elsewhere. */
    private BlockModel.Fit stuck(Prepared data) {
        int[] start = new int[300];
        for (int i = 0; i < start.length; i++) {
            int halves = i < 150 ? 1 : 2;
            start[i] = planted.labels()[i] == 0 ? halves : 0;
        }
        return BlockModel.fit(data.edges(), BlockLikelihood.of(data.attributes()), 3, start);
    }

    private double score(BlockModel.Fit fit) {
        return LabelMetrics.adjustedRandIndex(planted.labels(), fit.labels());
    }

    @Test
    void leavesAPoorOptimum() {
        Prepared data = planted.prepared();
        BlockModel.Fit before = stuck(data);
        assertThat(score(before)).isLessThan(.7);
        try (Compute compute = Compute.create(1)) {
            BlockModel.Fit after = new SplitAndMerge(data, data.points(), 0, compute).improved(before);
            assertThat(score(after)).isGreaterThan(.9);
            assertThat(after.bound()).isGreaterThan(before.bound());
        }
    }

    @Test
    void threadsChangeNothing() {
        Prepared data = planted.prepared();
        try (Compute one = Compute.create(1);
                Compute two = Compute.create(2)) {
            double[] alone = new SplitAndMerge(data, data.points(), 0, one)
                    .improved(stuck(data))
                    .shares();
            assertThat(new SplitAndMerge(data, data.points(), 0, two)
                            .improved(stuck(data))
                            .shares())
                    .isEqualTo(alone);
        }
    }

    @Test
    void aGoodFitStays() {
        Prepared data = planted.prepared();
        BlockModel.Fit good = BlockModel.fit(data.edges(), BlockLikelihood.of(data.attributes()), 3, planted.labels());
        try (Compute compute = Compute.create(1)) {
            assertThat(new SplitAndMerge(data, data.points(), 0, compute)
                            .improved(good)
                            .labels())
                    .isEqualTo(good.labels());
        }
    }
}
