package dev.kindred.nn;

import dev.kindred.autograd.Activation;
import dev.kindred.autograd.AttentionShape;
import dev.kindred.autograd.HeadMerge;
import dev.kindred.nn.GatConfig.Attention.Kind;
import dev.kindred.nn.GatConfig.Normalization;
import dev.kindred.nn.GatConfig.Residual;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of one graph attention layer.
 *
 * @param config config of the encoder that the layer belongs to
 * @param index number of the layer, from 0
 * @param inputs columns of the layer's input
 */
record AttentionLayerShape(GatConfig config, int index, long inputs) implements LayerShape {
    /** The shapes of all layers, first to last. */
    static List<AttentionLayerShape> of(GatConfig config, long inputs) {
        List<AttentionLayerShape> layers = new ArrayList<>();
        long from = inputs;
        for (int i = 0; i < config.sizes().size(); i++) {
            layers.add(new AttentionLayerShape(config, i, from));
            from = config.sizes().get(i);
        }
        return layers;
    }

    @Override
    public int outputs() {
        return config.sizes().get(index);
    }

    int heads() {
        return config.attention().heads();
    }

    HeadMerge merge() {
        return config.attention().merge();
    }

    /** Columns of one head. */
    int headSize() {
        return merge() == HeadMerge.CONCAT ? outputs() / heads() : outputs();
    }

    /** Columns of all heads together. */
    int width() {
        return heads() * headSize();
    }

    boolean isV2() {
        return config.attention().kind() != Kind.GAT;
    }

    /** Whether a bias follows each linear map, besides the one that is added to the layer's output. */
    boolean hasMapBiases() {
        return config.attention().kind() == Kind.GATV2_BIASED;
    }

    private boolean isLast() {
        return index == config.sizes().size() - 1;
    }

    boolean normalizes() {
        return !isLast() && config.normalization() != Normalization.NONE;
    }

    boolean adds() {
        return config.residual() == Residual.ADD;
    }

    /** Whether the input must be mapped to the output's size before it is added. */
    boolean mapsResidual() {
        return adds() && inputs != outputs();
    }

    boolean activates() {
        return !isLast() || config.output().activation() == Activation.ELU;
    }

    /** Whether the activation is part of the attention operation, because nothing is between the two. */
    private boolean activatesAtOnce() {
        return activates() && !normalizes() && !adds();
    }

    /** Whether the activation is a separate operation. */
    boolean activatesLater() {
        return activates() && !activatesAtOnce();
    }

    double inputDropout() {
        return index == 0 ? config.dropout().features() : config.dropout().hidden();
    }

    AttentionShape attention() {
        return new AttentionShape(
                heads(),
                headSize(),
                merge(),
                activatesAtOnce() ? Activation.ELU : Activation.NONE,
                config.dropout().attention(),
                index);
    }

    @Override
    public long parameters() {
        long out = outputs();
        long width = width();
        return inputs * width * (isV2() ? 2 : 1)
                + width * (isV2() ? 1 : 2)
                + (hasMapBiases() ? 2 * width : 0)
                + out
                + (normalizes() ? 2 * out : 0)
                + (mapsResidual() ? inputs * out : 0);
    }

    /** Buffers of the product, the attention and the gradients of both. */
    @Override
    public long buffers(LocalSize size) {
        long n = size.rows();
        long out = outputs();
        long width = width();
        long products = isV2() ? 2 : 1;
        long elements = products * 2 * n * width + 2 * n * out;
        elements += inputBuffers(size, products);
        elements += (config.dropout().attention() > 0 ? 3L : 2L) * heads() * size.entries();
        elements += isV2() ? 0 : 3L * heads() * n;
        elements += hasMapBiases() ? 2 * (2 * n + size.chunks()) * width : 0;
        elements += size.chunks() * (out + (isV2() ? width : 2 * width));
        elements += normalizes() ? 3 * n * out : 0;
        elements += adds() ? 2 * n * out + (mapsResidual() ? 2 * n * out : 0) : 0;
        elements += activatesLater() ? 2 * n * out : 0;
        return elements;
    }

    /** Buffers of the input after dropout and, if the product is dense, of the partial weight gradients. */
    private long inputBuffers(LocalSize size, long products) {
        long from = inputs;
        long weightParts = products * size.partials() * from * width();
        if (size.input() == LocalSize.Input.LAYER) {
            return products * width() * from + weightParts + (inputDropout() > 0 ? 2 * size.rows() * from : 0);
        }
        boolean drops = inputDropout() > 0 && !size.input().isMapped();
        return (drops ? products * size.storedValues() : 0) + (size.input().isDense() ? weightParts : 0);
    }
}
