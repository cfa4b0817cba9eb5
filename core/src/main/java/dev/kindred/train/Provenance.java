package dev.kindred.train;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseFeatures;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.kernels.Kernels;
import dev.kindred.model.DaegcConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * What a result came from.
 *
 * @param config all hyper-parameters, the seed included
 * @param graphChecksum CRC-32C of the edges in memory (offsets, columns, weights), 8 hexadecimal digits
 * @param featuresChecksum CRC-32C of the features in memory (offsets and columns where sparse, values), 8 hexadecimal digits
 * @param version of Kindred
 * @param kernels kernel set and its lanes, as in {@code vector-16}
 * @param jvm name and version
 * @param threads that trained
 */
public record Provenance(
        DaegcConfig config,
        String graphChecksum,
        String featuresChecksum,
        String version,
        String kernels,
        String jvm,
        int threads) {

    static Provenance of(AttributedGraph graph, DaegcConfig config, Kernels kernels, int threads) {
        String built = Provenance.class.getPackage().getImplementationVersion();
        Checksum edges =
                new Checksum().add(graph.graph().rowOffsets()).add(graph.graph().columns());
        float[] weights = graph.graph().weights();
        if (weights != null) {
            edges.add(weights);
        }
        Checksum features = switch (graph.features()) {
            case DenseFeatures d -> new Checksum().add(d.values());
            case SparseFeatures s ->
                new Checksum().add(s.rowOffsets()).add(s.columnIndices()).add(s.values());
        };
        return new Provenance(
                config,
                edges.toString(),
                features.toString(),
                built == null ? "unpackaged" : built,
                kernels.name() + "-" + kernels.lanes(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                threads);
    }

    /** CRC-32C over arrays in little-endian order. */
    private static final class Checksum {
        private final CRC32C crc = new CRC32C();
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

        Checksum add(long[] values) {
            for (long value : values) {
                room().putLong(value);
            }
            return this;
        }

        Checksum add(int[] values) {
            for (int value : values) {
                room().putInt(value);
            }
            return this;
        }

        Checksum add(float[] values) {
            for (float value : values) {
                room().putFloat(value);
            }
            return this;
        }

        private ByteBuffer room() {
            if (buffer.remaining() < Long.BYTES) {
                drain();
            }
            return buffer;
        }

        private void drain() {
            buffer.flip();
            crc.update(buffer);
            buffer.clear();
        }

        @Override
        public String toString() {
            drain();
            return HexFormat.of().toHexDigits((int) crc.getValue());
        }
    }
}
