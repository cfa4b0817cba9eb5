package dev.kindred;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.method.Method;
import dev.kindred.method.Planted;
import dev.kindred.model.ModelConfig;
import dev.kindred.select.Selected;
import dev.kindred.train.TrainingOptions;
import org.junit.jupiter.api.Test;

class KindredTest {
    private final Planted planted = Planted.of(300, .7, 2, 1);

    @Test
    void findsPlantedGroupsInOneCall() {
        Selected found = Kindred.cluster(planted.graph(), 3);
        assertThat(LabelMetrics.adjustedRandIndex(
                        planted.labels(), found.clustering().labels()))
                .isGreaterThan(.9);
        assertThat(found.asked()).isEqualTo(Method.AUTO);
        assertThat(found.choice()).isNotNull();
    }

    @Test
    void threadsChangeNothing() {
        ModelConfig config = Daegc.defaults(3).withSeed(4);
        TrainingOptions options = TrainingOptions.defaults();
        Selected one = Kindred.cluster(planted.graph(), null, Method.AUTO, config, options.withThreads(1));
        Selected two = Kindred.cluster(planted.graph(), null, Method.AUTO, config, options.withThreads(2));
        assertThat(one.clustering().labels()).isEqualTo(two.clustering().labels());
        assertThat(one.clustering().confidence()).isEqualTo(two.clustering().confidence());
        assertThat(one.clustering().embedding().data())
                .isEqualTo(two.clustering().embedding().data());
    }

    @Test
    void aSimpleMethodTrainsNothing() {
        Selected found =
                Kindred.cluster(planted.graph(), null, Method.SSGC, Daegc.defaults(3), TrainingOptions.defaults());
        assertThat(found.clustering().history()).isEmpty();
        assertThat(found.taken()).isEqualTo("ssgc");
    }
}
