package dev.kindred.train;

import dev.kindred.graph.Adjacency;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.DenseRows;
import dev.kindred.graph.SparseRows;
import dev.kindred.model.ModelConfig;
import dev.kindred.tensor.Compute;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Where a result comes from: input, config and environment.
 *
 * @param config all hyper-parameters, the seed included
 * @param graphChecksum CRC-32C of the edges in memory (offsets, columns, weights), 8 hexadecimal digits
 * @param featuresChecksum CRC-32C of the features (offsets and columns where sparse, values), 8 hexadecimal digits
 * @param version version of Kindred
 * @param kernels kernel set and number of float lanes, such as {@code vector-16}
 * @param jvm name and version of the JVM
 * @param threads number of training threads
 */
public record Provenance(
        ModelConfig config,
        String graphChecksum,
        String featuresChecksum,
        String version,
        String kernels,
        String jvm,
        int threads) {

    /** CRC-32C of a graph's edges and of its features, 8 hexadecimal digits each. */
    record Checksums(String graph, String features) {}

    static Checksums checksums(AttributedGraph graph) {
        Adjacency adjacency = graph.graph();
        Checksum edges = new Checksum().add(adjacency.rowOffsets());
        adjacency.forEachRow((row, columns, weights, from, to) -> edges.add(columns, from, to));
        if (adjacency.isWeighted()) {
            adjacency.forEachRow((row, columns, weights, from, to) -> {
                if (weights != null) {
                    edges.add(weights, from, to);
                }
            });
        }
        Checksum features = new Checksum();
        switch (graph.features()) {
            case DenseRows d -> d.forEachRow((row, values, from) -> features.add(values, from, from + d.columns()));
            case SparseRows s -> {
                features.add(s.rowOffsets());
                s.forEachRow((row, columns, values, from, to) -> features.add(columns, from, to));
                s.forEachRow((row, columns, values, from, to) -> features.add(values, from, to));
            }
        }
        return new Checksums(edges.toString(), features.toString());
    }

    static Provenance of(Checksums input, ModelConfig config, Compute compute) {
        String built = Provenance.class.getPackage().getImplementationVersion();
        return new Provenance(
                config,
                input.graph(),
                input.features(),
                built == null ? "unpackaged" : built,
                compute.kernels().name() + "-" + compute.kernels().lanes(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                compute.threads());
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

        void add(int[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                room().putInt(values[i]);
            }
        }

        void add(float[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                room().putFloat(values[i]);
            }
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
