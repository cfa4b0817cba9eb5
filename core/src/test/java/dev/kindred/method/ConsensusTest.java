package dev.kindred.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsensusTest {
    @Test
    void theMajorityWinsWhateverItsClustersAreCalled() {
        Grouping vote = Consensus.of(
                List.of(new int[] {0, 0, 0, 1, 1, 1}, new int[] {1, 1, 1, 0, 0, 0}, new int[] {0, 0, 1, 1, 1, 1}), 2);
        assertThat(vote.labels()).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(vote.confidence()[2]).isEqualTo(2f / 3);
        assertThat(vote.confidence()[0]).isEqualTo(1f);
    }
}
