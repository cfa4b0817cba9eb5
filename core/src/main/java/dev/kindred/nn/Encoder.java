package dev.kindred.nn;

import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.RowNorm;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.GatConfig.EmbeddingNorm;
import dev.kindred.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** Layers one after another, and what scales the rows of the embedding in the end. */
public final class Encoder {
    private final List<Layer> layers;
    private final EmbeddingNorm norm;

    /** An encoder of layers, each of which takes the output of the one before. */
    public Encoder(List<? extends Layer> layers, EmbeddingNorm norm) {
        this.layers = List.copyOf(layers);
        this.norm = norm;
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers: expected one or more, got none");
        }
    }

    /**
     * The encoder of a config with fresh weights.
     *
     * @param inputs columns of the features
     * @param seed of the Glorot-uniform weights
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
     * Sizes of the layers that {@link #of} would make.
     *
     * @param inputs columns of the features
     */
    public static List<? extends LayerShape> shapes(EncoderConfig config, long inputs) {
        return switch (config) {
            case GatConfig gat -> AttentionLayerShape.of(gat, inputs);
        };
    }

    /** Elements, of 4 bytes each, that the scaling of the embedding's rows and its gradient ask the tape for. */
    public static long normBuffers(EncoderConfig config, long rows) {
        return switch (config) {
            case GatConfig gat -> gat.output().norm() == EmbeddingNorm.L2 ? 2 * rows * gat.embeddingSize() + rows : 0;
        };
    }

    /** First to last. */
    public List<Layer> layers() {
        return layers;
    }

    /** What is trained, layer by layer. */
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
