package dev.kindred.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedDenseTest {
    @TempDir
    Path folder;

    /** 12 GB of holes, which take no room, and a few numbers: rows beyond what an array, and an int of bytes, can reach. */
    @Test
    void moreCellsThanAnArrayCanHold() throws Exception {
        int rows = 3_000_000;
        int columns = 1_000;
        int start = 128;
        Path path = folder.resolve("holes");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(start + 4L * rows * columns);
            for (int row : new int[] {0, 2_147_483, rows - 1}) {
                file.seek(start + 4 * ((long) row * columns + 998));
                file.write(ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(row)
                        .putFloat(-1)
                        .array());
            }
        }
        MappedDense features = MappedDense.of(MappedFile.open(path), start, rows, columns);
        assertThat(features.storedValues()).isEqualTo(3_000_000_000L);
        assertThat(features.mappedBytes()).isEqualTo(12_000_000_000L);
        assertThat(features.sizeInBytes()).isZero();
        DenseRows.Block block = new DenseRows.Block();
        features.load(new DenseRows.Window(rows - 2, 2, 997, 3), block);
        assertThat(Arrays.copyOf(block.values(), 6)).containsExactly(0, 0, 0, 0, rows - 1, -1);
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = rows - 1 - i;
        }
        features.select(order).load(new DenseRows.Window(rows - 1 - 2_147_483, 1, 998, 2), block);
        assertThat(Arrays.copyOf(block.values(), 2)).containsExactly(2_147_483, -1);
        assertThatThrownBy(() -> MappedDense.of(MappedFile.open(path), start, rows, columns + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(path + ": expected 12012000128 bytes for 3000000 x 1001 values from byte 128 on, got"
                        + " 12000000128");
    }

    @Test
    void viewsReorderAndScale() throws Exception {
        Path path = folder.resolve("values");
        ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {3, 4, 0, 0, 0, 5}) {
            bytes.putFloat(value);
        }
        Files.write(path, bytes.array());
        MappedDense stored = MappedDense.of(MappedFile.open(path), 0, 3, 2);
        MappedDense view = stored.normalized(Features.Normalization.L2)
                .select(new int[] {2, 0, 1})
                .select(new int[] {1, 2, 0});
        DenseRows.Block block = new DenseRows.Block();
        view.load(new DenseRows.Window(0, 3, 0, 2), block);
        assertThat(Arrays.copyOf(block.values(), 6)).containsExactly(3 * .2f, 4 * .2f, 0, 0, 0, 5 * .2f);
        assertThat(view.sizeInBytes()).isEqualTo(24);
        assertThatThrownBy(() -> view.normalized(Features.Normalization.L2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mapped features: expected to be scaled once, got a second time");
    }
}
