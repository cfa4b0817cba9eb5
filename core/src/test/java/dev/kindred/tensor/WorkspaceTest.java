package dev.kindred.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.tensor.Workspace.Reuse;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void smallerRequestsAreServedFromLargerBuffersWithTheirOwnStrides() {
        Workspace workspace = new Workspace();
        Matrix large = workspace.matrix(10, 4);
        int[] indices = workspace.indices(9);
        workspace.reset();
        Matrix small = workspace.matrix(3, 5);
        assertThat(small.data()).isSameAs(large.data());
        assertThat(small.rows()).isEqualTo(3);
        assertThat(small.columns()).isEqualTo(5);
        assertThat(small.size()).isEqualTo(15);
        small.set(2, 4, 7);
        assertThat(small.data()[14]).isEqualTo(7);
        assertThat(small.copy().data()).hasSize(15).endsWith(7);
        assertThat(workspace.indices(2)).isSameAs(indices);
        workspace.reset();
        assertThat(workspace.matrix(10, 4).data()).isSameAs(large.data());
        assertThat(workspace.sizeInBytes()).isEqualTo(4 * 40 + 4 * 9);
        workspace.reset();
        assertThat(workspace.matrix(11, 4).data()).hasSize(44);
    }

    @Test
    void aStepThatAsksInAnotherOrderGetsBuffersOfItsVerySizes() {
        Workspace workspace = new Workspace();
        workspace.matrix(10, 4);
        workspace.reset();
        workspace.matrix(3, 5);
        workspace.indices(9);
        workspace.reset(Reuse.EXACT);
        assertThat(workspace.matrix(3, 5).data()).hasSize(15);
        assertThat(workspace.indices(4)).hasSize(4);
        workspace.reset(Reuse.EXACT);
        float[] kept = workspace.matrix(5, 3).data();
        workspace.reset();
        assertThat(workspace.matrix(3, 5).data()).isSameAs(kept);
    }

    @Test
    void aMatrixNeedsRoomForItsElements() {
        assertThatThrownBy(() -> Matrix.within(2, 3, new float[5]))
                .hasMessage("matrix data: expected at least 6 (2 x 3), got 5");
        assertThatThrownBy(() -> new Matrix(2, 3, new float[7])).hasMessage("matrix data: expected 6 (2 x 3), got 7");
    }
}
