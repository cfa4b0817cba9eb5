package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.SafeTensors;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.GraphModel;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Models as safetensors files. Tensors carry the names and shapes of PyTorch Geometric ({@code encoder.convs.0.lin.weight [out x in]},
 * {@code att_src [1 x heads x size]}, {@code cluster_head.cluster_centers [k x h]}, {@code iteration}), so that weights trained there can
 * be read and ours can be read there; Adam's moments follow as {@code optimizer.first.*} and {@code optimizer.second.*}; the header's
 * metadata holds the config as JSON.
 */
public final class ModelFile {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String CONFIG = "kindred.config";
    private static final String INPUTS = "kindred.inputs";
    private static final String STEPS = "optimizer.steps";
    private static final String ITERATION = "iteration";

    private ModelFile() {}

    /** Writes a model; the same model gives the same bytes. */
    public static void write(Path file, TrainedModel trained) throws IOException {
        tensors(trained, "kindred-1").write(file);
    }

    /** A model's tensors and config, to be written or added to. */
    static SafeTensors tensors(TrainedModel trained, String format) {
        GraphModel model = trained.model();
        SafeTensors tensors = SafeTensors.empty()
                .put("format", format)
                .put(CONFIG, JSON.writeValueAsString(model.config()))
                .put(INPUTS, Integer.toString(model.inputs()))
                .put(ITERATION, new int[0], new long[] {model.iteration()})
                .put(STEPS, new int[0], new long[] {trained.steps()});
        for (Parameter parameter : model.parameters()) {
            put(tensors, "", parameter, parameter.value(), model);
        }
        for (Parameter parameter : model.parameters()) {
            put(tensors, "optimizer.first.", parameter, parameter.firstMoment(), model);
            put(tensors, "optimizer.second.", parameter, parameter.secondMoment(), model);
        }
        return tensors;
    }

    private static void put(SafeTensors tensors, String prefix, Parameter parameter, Matrix matrix, GraphModel model) {
        float[] stored = isLinear(parameter) ? transposed(matrix) : matrix.data();
        tensors.put(prefix + storedName(parameter), storedShape(parameter, model), stored);
    }

    /**
     * Reads a model written by {@link #write}.
     *
     * @throws InvalidInputException where the file is not a whole model
     */
    public static TrainedModel read(Path file) throws IOException {
        return of(file, SafeTensors.read(file));
    }

    /** The model that some tensors hold. */
    static TrainedModel of(Path file, SafeTensors tensors) {
        String config = tensors.metadata().get(CONFIG);
        String inputs = tensors.metadata().get(INPUTS);
        if (config == null || inputs == null) {
            throw new InvalidInputException(
                    file + ": expected a model of Kindred (metadata " + CONFIG + "), got other tensors");
        }
        GraphModel model;
        try {
            ModelConfig read = JSON.readValue(config, ModelConfig.class);
            int columns = Integer.parseInt(inputs);
            long parameters = GraphModel.parameterCount(read, columns);
            // Before anything is made whose size the header dictates: three matrices a parameter must be in the file.
            if (columns < 1 || parameters > tensors.bytes() / 12) {
                throw new InvalidInputException(
                        columns + " features and " + parameters + " parameters, more than the file holds");
            }
            model = new GraphModel(read, columns);
        } catch (RuntimeException e) {
            throw new InvalidInputException(file + ": expected a config in the header, got " + e.getMessage(), e);
        }
        readWeights(file, tensors, model);
        for (Parameter parameter : model.parameters()) {
            take(file, tensors, "optimizer.first.", parameter, parameter.firstMoment(), model);
            take(file, tensors, "optimizer.second.", parameter, parameter.secondMoment(), model);
        }
        return new TrainedModel(model, tensors.number(STEPS));
    }

    /**
     * Reads weights, centers and iteration into a model of the same shape: a state dictionary of the seed's library, say.
     *
     * @throws InvalidInputException where a tensor is missing or has another shape
     */
    public static void readWeights(Path file, GraphModel model) throws IOException {
        readWeights(file, SafeTensors.read(file), model);
    }

    private static void readWeights(Path file, SafeTensors tensors, GraphModel model) {
        for (Parameter parameter : model.parameters()) {
            take(file, tensors, "", parameter, parameter.value(), model);
        }
        if (tensors.has(ITERATION)) {
            model.setIteration(tensors.number(ITERATION));
        }
    }

    private static void take(
            Path file, SafeTensors tensors, String prefix, Parameter parameter, Matrix into, GraphModel model) {
        String name = prefix + storedName(parameter);
        float[] stored = tensors.floats(name);
        int[] shape = storedShape(parameter, model);
        if (!Arrays.equals(tensors.shape(name), shape)) {
            throw new InvalidInputException(file + " (" + name + "): expected shape " + Arrays.toString(shape)
                    + ", got " + Arrays.toString(tensors.shape(name)));
        }
        for (int i = 0; i < into.rows(); i++) {
            for (int j = 0; j < into.columns(); j++) {
                into.set(i, j, isLinear(parameter) ? stored[j * into.rows() + i] : stored[i * into.columns() + j]);
            }
        }
    }

    private static boolean isLinear(Parameter parameter) {
        return parameter.name().startsWith("convs.") && parameter.name().endsWith(".weight");
    }

    private static String storedName(Parameter parameter) {
        return parameter.name().startsWith("cluster_head.") ? parameter.name() : "encoder." + parameter.name();
    }

    private static int[] storedShape(Parameter parameter, GraphModel model) {
        Matrix value = parameter.value();
        if (isLinear(parameter)) {
            return new int[] {value.columns(), value.rows()};
        }
        if (parameter.name().contains(".att")) {
            int heads = model.config().encoder().heads();
            return new int[] {1, heads, value.columns() / heads};
        }
        return value.rows() == 1 ? new int[] {value.columns()} : new int[] {value.rows(), value.columns()};
    }

    private static float[] transposed(Matrix matrix) {
        float[] out = new float[matrix.data().length];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                out[j * matrix.rows() + i] = matrix.get(i, j);
            }
        }
        return out;
    }
}
