package dev.kindred.nn;

import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.RowNorm;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.GatConfig.EmbeddingNorm;
import dev.kindred.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** An encoder: a list of layers, and the normalization of the embedding's rows. */
public final class Encoder {
    private final List<Layer> layers;
    private final EmbeddingNorm norm;

    /** An encoder whose layers each read the output of the one before. */
    public Encoder(List<? extends Layer> layers, EmbeddingNorm norm) {
        this.layers = List.copyOf(layers);
        this.norm = norm;
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers: expected one or more, got none");
        }
    }

    /**
     * The encoder of a config with new weights.
     *
     * @param inputs columns of the features
     * @param seed random seed of the Glorot-uniform weights
     */
    public static Encoder of(EncoderConfig config, int inputs, long seed) {
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.INITIAL_WEIGHTS, 0);
        return switch (config) {
            case GatConfig gat -> {
                List<Layer> layers = new ArrayList<>();
                AttentionLayerShape.of(gat, inputs).forEach(shape -> layers.add(new AttentionLayer(shape, random)));
                yield new Encoder(layers, gat.output().norm());
            }
        };
    }

    /**
     * Shapes of the layers that {@link #of} makes.
     *
     * @param inputs columns of the features
     */
    public static List<? extends LayerShape> shapes(EncoderConfig config, long inputs) {
        return switch (config) {
            case GatConfig gat -> AttentionLayerShape.of(gat, inputs);
        };
    }

    /** Number of elements, of 4 bytes each, in the buffers for normalizing the embedding's rows and its gradient. */
    public static long normBuffers(EncoderConfig config, long rows) {
        return switch (config) {
            case GatConfig gat -> gat.output().norm() == EmbeddingNorm.L2 ? 2 * rows * gat.embeddingSize() + rows : 0;
        };
    }

    /** The layers, first to last. */
    public List<Layer> layers() {
        return layers;
    }

    /** All trained parameters, layer by layer. */
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /** The embedding, {@code [rows x h]}. */
    public Variable forward(Tape tape, EncoderInput input) {
        LayerInput x = input.features();
        Variable out = layers.getFirst().apply(tape, x, input.edges());
        for (Layer layer : layers.subList(1, layers.size())) {
            out = layer.apply(tape, new LayerInput.Hidden(out), input.edges());
        }
        return norm == EmbeddingNorm.L2 ? RowNorm.apply(tape, out) : out;
    }
}
