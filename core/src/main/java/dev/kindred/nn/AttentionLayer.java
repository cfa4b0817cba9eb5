package dev.kindred.nn;

import dev.kindred.autograd.Add;
import dev.kindred.autograd.AddBias;
import dev.kindred.autograd.AttentionEdges;
import dev.kindred.autograd.AttentionShape;
import dev.kindred.autograd.BatchNorm;
import dev.kindred.autograd.Elu;
import dev.kindred.autograd.GraphAttention;
import dev.kindred.autograd.GraphAttentionV2;
import dev.kindred.autograd.LayerNorm;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Parameter.Stored;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.nn.GatConfig.Normalization;
import dev.kindred.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph attention layer (Velickovic et al., 2018): a linear map, attention over each node and its neighbors, a bias, and ELU, which the
 * last layer has only if the config says so. Optional: GATv2 (Brody et al., 2022), normalization before ELU, a residual connection,
 * dropout.
 *
 * <p>Parameters are stored under PyTorch Geometric's names and in its layout ({@code encoder.convs.0.lin.weight [out x in]}).
 */
final class AttentionLayer implements Layer {
    private final AttentionLayerShape shape;
    private final AttentionShape attention;
    private final List<Parameter> parameters = new ArrayList<>();
    /** Weight of the linear map; in GATv2, of the map of an edge's source. */
    private final Parameter weight;
    /** Weight of the linear map of an edge's target in GATv2; null in GAT. */
    private final @Nullable Parameter targetWeight;

    private final Parameter sourceScore;
    /** Attention vector of the target; null in GATv2, where one vector scores source and target together. */
    private final @Nullable Parameter targetScore;

    /** Bias of the linear map of an edge's source; null where the maps have none. */
    private final @Nullable Parameter sourceBias;
    /** Bias of the linear map of an edge's target; null where the maps have none. */
    private final @Nullable Parameter targetBias;

    private final Parameter bias;
    private final @Nullable Parameter scale;
    private final @Nullable Parameter shift;
    private final @Nullable Parameter residual;

    /**
     * A layer with new weights.
     *
     * @param random draws the Glorot-uniform weights, in the order of the parameters
     */
    AttentionLayer(AttentionLayerShape shape, RandomStream random) {
        this.shape = shape;
        this.attention = shape.attention();
        String name = "encoder.convs." + shape.index() + ".";
        boolean v2 = shape.isV2();
        int inputs = Math.toIntExact(shape.inputs());
        int width = shape.width();
        this.weight = keep(Parameter.linear(name + (v2 ? "lin_l.weight" : "lin.weight"), inputs, width, random));
        this.targetWeight = v2 ? keep(Parameter.linear(name + "lin_r.weight", inputs, width, random)) : null;
        this.sourceScore = keep(score(name + (v2 ? "att" : "att_src"), random));
        this.targetScore = v2 ? null : keep(score(name + "att_dst", random));
        this.sourceBias = shape.hasMapBiases() ? keep(Parameter.zeros(name + "lin_l.bias", 1, width)) : null;
        this.targetBias = shape.hasMapBiases() ? keep(Parameter.zeros(name + "lin_r.bias", 1, width)) : null;
        this.bias = keep(Parameter.zeros(name + "bias", 1, shape.outputs()));
        String norm = "encoder.norms." + shape.index() + ".";
        this.scale = shape.normalizes() ? keep(Parameter.zeros(norm + "weight", 1, shape.outputs())) : null;
        this.shift = shape.normalizes() ? keep(Parameter.zeros(norm + "bias", 1, shape.outputs())) : null;
        if (scale != null) {
            Arrays.fill(scale.value().data(), 1f);
        }
        this.residual = shape.mapsResidual()
                ? keep(Parameter.linear(
                        "encoder.residuals." + shape.index() + ".weight", inputs, shape.outputs(), random))
                : null;
    }

    /** An attention vector, with a part for each head. */
    private Parameter score(String name, RandomStream random) {
        int heads = shape.heads();
        int size = shape.headSize();
        return Parameter.glorot(
                new Stored(name, List.of(1, heads, size), Stored.Order.OURS), 1, heads * size, heads, size, random);
    }

    private Parameter keep(Parameter parameter) {
        parameters.add(parameter);
        return parameter;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public LayerShape shape() {
        return shape;
    }

    @Override
    public Variable apply(Tape tape, LayerInput input, AttentionEdges edges) {
        LayerInput in = input.dropped(tape, shape.inputDropout(), shape.index());
        Variable out = attended(tape, in, edges);
        if (scale != null && shift != null) {
            out = shape.config().normalization() == Normalization.BATCH
                    ? BatchNorm.apply(tape, out, tape.of(scale), tape.of(shift))
                    : LayerNorm.apply(tape, out, tape.of(scale), tape.of(shift));
        }
        if (shape.adds()) {
            out = residual == null ? in.addedTo(tape, out) : Add.apply(tape, out, in.times(tape, residual));
        }
        return shape.activatesLater() ? Elu.apply(tape, out) : out;
    }

    private static Variable mapped(Tape tape, LayerInput in, Parameter weight, @Nullable Parameter bias) {
        Variable rows = in.times(tape, weight);
        return bias == null ? rows : AddBias.apply(tape, rows, tape.of(bias));
    }

    private Variable attended(Tape tape, LayerInput in, AttentionEdges edges) {
        Variable sources = mapped(tape, in, weight, sourceBias);
        if (targetWeight != null) {
            Variable targets = mapped(tape, in, targetWeight, targetBias);
            return GraphAttentionV2.apply(
                    tape, edges, attention, targets, sources, tape.of(sourceScore), tape.of(bias));
        }
        if (targetScore == null) {
            throw new AssertionError("layer: expected a target weight or a target score");
        }
        return GraphAttention.apply(
                tape, edges, attention, sources, tape.of(sourceScore), tape.of(targetScore), tape.of(bias));
    }
}
