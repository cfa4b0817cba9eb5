package dev.kindred.nn;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.Add;
import dev.kindred.autograd.AttentionShape;
import dev.kindred.autograd.BatchNorm;
import dev.kindred.autograd.Dropout;
import dev.kindred.autograd.Elu;
import dev.kindred.autograd.GraphAttention;
import dev.kindred.autograd.GraphAttentionV2;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.autograd.LayerNorm;
import dev.kindred.autograd.Linear;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.RowNorm;
import dev.kindred.autograd.SparseLinear;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.EncoderConfig.Attention;
import dev.kindred.nn.EncoderConfig.EmbeddingNorm;
import dev.kindred.nn.EncoderConfig.Normalization;
import dev.kindred.nn.EncoderConfig.Residual;
import dev.kindred.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stacked graph attention layers (Velickovic et al., 2018): per layer a linear map without bias, attention over the node and its
 * neighbors, bias, and between layers ELU. Optional: GATv2, normalization before ELU, residual connections (through a linear map where
 * sizes differ), dropout, ELU after the last layer, rows of the embedding on the unit sphere.
 *
 * <p>Parameters carry PyTorch Geometric's names ({@code convs.0.lin.weight}), so that weights trained there can be read; their linear
 * weights are the transposes of ours, {@code [inputs x outputs]}.
 */
public final class GatEncoder {
    private final EncoderConfig config;
    private final int inputs;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /**
     * Parameters of a layer.
     *
     * @param listener GATv2's second weight; {@code attDst} is null with it
     */
    private record Layer(
            AttentionShape shape,
            Parameter weight,
            @Nullable Parameter listener,
            Parameter attSrc,
            @Nullable Parameter attDst,
            Parameter bias,
            @Nullable Parameter scale,
            @Nullable Parameter shift,
            @Nullable Parameter residual) {}

    /**
     * An encoder with fresh weights.
     *
     * @param inputs columns of the features
     * @param seed of the Glorot-uniform weights
     */
    public GatEncoder(EncoderConfig config, int inputs, long seed) {
        this.config = config;
        this.inputs = inputs;
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.INITIAL_WEIGHTS, 0);
        int from = inputs;
        for (int i = 0; i < config.sizes().size(); i++) {
            int to = config.sizes().get(i);
            layers.add(layer(i, from, to, random));
            from = to;
        }
    }

    private Layer layer(int index, int from, int to, RandomStream random) {
        boolean last = index == config.sizes().size() - 1;
        boolean concat = config.headMerge() == HeadMerge.CONCAT;
        int heads = config.heads();
        int size = concat ? to / heads : to;
        int width = heads * size;
        boolean elu = !last || config.lastActivation() == Activation.ELU;
        boolean normalizes = !last && config.normalization() != Normalization.NONE;
        boolean adds = config.residual() == Residual.ADD;
        AttentionShape shape = new AttentionShape(
                heads,
                size,
                config.headMerge(),
                elu && !normalizes && !adds ? Activation.ELU : Activation.NONE,
                config.attentionDropout(),
                index);
        String name = "convs." + index + ".";
        boolean v2 = config.attention() == Attention.GATV2;
        Parameter weight =
                keep(Parameter.glorot(name + (v2 ? "lin_l.weight" : "lin.weight"), from, width, from, width, random));
        Parameter listener =
                v2 ? keep(Parameter.glorot(name + "lin_r.weight", from, width, from, width, random)) : null;
        Parameter attSrc = keep(Parameter.glorot(name + (v2 ? "att" : "att_src"), 1, width, heads, size, random));
        Parameter attDst = v2 ? null : keep(Parameter.glorot(name + "att_dst", 1, width, heads, size, random));
        Parameter bias = keep(Parameter.zeros(name + "bias", 1, concat ? width : size));
        Parameter scale = null;
        Parameter shift = null;
        if (normalizes) {
            scale = keep(Parameter.zeros("norms." + index + ".weight", 1, to));
            Arrays.fill(scale.value().data(), 1f);
            shift = keep(Parameter.zeros("norms." + index + ".bias", 1, to));
        }
        Parameter residual = adds && from != to
                ? keep(Parameter.glorot("residuals." + index + ".weight", from, to, from, to, random))
                : null;
        return new Layer(shape, weight, listener, attSrc, attDst, bias, scale, shift, residual);
    }

    /** Numbers that an encoder of a config trains; the sum of the sizes of {@link #parameters()}. */
    public static long parameterCount(EncoderConfig config, long inputs) {
        boolean v2 = config.attention() == Attention.GATV2;
        long count = 0;
        long from = inputs;
        for (int i = 0; i < config.sizes().size(); i++) {
            boolean last = i == config.sizes().size() - 1;
            long to = config.sizes().get(i);
            long width = config.headMerge() == HeadMerge.CONCAT ? to : to * config.heads();
            count += from * width * (v2 ? 2 : 1) + width * (v2 ? 1 : 2) + to;
            count += !last && config.normalization() != Normalization.NONE ? 2 * to : 0;
            count += config.residual() == Residual.ADD && from != to ? from * to : 0;
            from = to;
        }
        return count;
    }

    private Parameter keep(Parameter parameter) {
        parameters.add(parameter);
        return parameter;
    }

    /** In a fixed order: layer by layer. */
    public List<Parameter> parameters() {
        return parameters;
    }

    public EncoderConfig config() {
        return config;
    }

    /** Columns of the features this encoder was made for. */
    public int inputs() {
        return inputs;
    }

    /** The embedding, {@code [n x h]}. */
    public Variable forward(Tape tape, EncoderInput input) {
        Variable x = null;
        for (int i = 0; i < layers.size(); i++) {
            x = forward(tape, input, x, i);
        }
        if (x == null) {
            throw new AssertionError("layers: expected one or more, got none");
        }
        return config.embeddingNorm() == EmbeddingNorm.L2 ? RowNorm.apply(tape, x) : x;
    }

    /**
     * One layer.
     *
     * @param x the layer's input; null for the first, whose input are the features
     */
    private Variable forward(Tape tape, EncoderInput input, @Nullable Variable x, int index) {
        Layer layer = layers.get(index);
        Variable in = x == null
                ? null
                : Dropout.apply(tape, x, config.hiddenDropout(), RandomStream.Purpose.HIDDEN_DROPOUT, index);
        Variable h = linear(tape, input, in, layer.weight);
        Variable attended;
        if (layer.listener != null) {
            Variable listener = linear(tape, input, in, layer.listener);
            attended = GraphAttentionV2.apply(
                    tape, input.edges(), layer.shape, listener, h, tape.of(layer.attSrc), tape.of(layer.bias));
        } else if (layer.attDst != null) {
            attended = GraphAttention.apply(
                    tape,
                    input.edges(),
                    layer.shape,
                    h,
                    tape.of(layer.attSrc),
                    tape.of(layer.attDst),
                    tape.of(layer.bias));
        } else {
            throw new AssertionError("layer: expected a listener weight or att_dst");
        }
        return afterAttention(tape, input, in, layer, attended, index);
    }

    private Variable afterAttention(
            Tape tape, EncoderInput input, @Nullable Variable in, Layer layer, Variable attended, int index) {
        Variable out = attended;
        if (layer.scale != null && layer.shift != null) {
            out = config.normalization() == Normalization.BATCH
                    ? BatchNorm.apply(tape, out, tape.of(layer.scale), tape.of(layer.shift))
                    : LayerNorm.apply(tape, out, tape.of(layer.scale), tape.of(layer.shift));
        }
        if (config.residual() == Residual.ADD) {
            out = layer.residual == null
                    ? addIdentity(tape, input, in, out)
                    : Add.apply(tape, out, linear(tape, input, in, layer.residual));
        }
        boolean elu = index < layers.size() - 1 || config.lastActivation() == Activation.ELU;
        return elu && layer.shape.activation() == Activation.NONE ? Elu.apply(tape, out) : out;
    }

    private static Variable addIdentity(Tape tape, EncoderInput input, @Nullable Variable in, Variable out) {
        if (in != null) {
            return Add.apply(tape, out, in);
        }
        if (input.dense() == null) {
            throw new IllegalArgumentException(
                    "residual: expected dense features or a first layer of another size than the features, got sparse ones of equal size");
        }
        return Add.apply(tape, out, input.dense());
    }

    private Variable linear(Tape tape, EncoderInput input, @Nullable Variable in, Parameter weight) {
        if (in != null) {
            return Linear.apply(tape, in, tape.of(weight));
        }
        if (input.sparse() != null) {
            return SparseLinear.apply(tape, input.sparse(), config.featureDropout(), tape.of(weight));
        }
        if (input.dense() == null) {
            throw new AssertionError("input: expected features");
        }
        return Linear.apply(tape, input.dense(), config.featureDropout(), tape.of(weight));
    }
}
