package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.SafeTensors;
import dev.kindred.model.GraphModel;
import dev.kindred.model.ModelConfig;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads models as safetensors files. Tensors have the names and shapes of PyTorch Geometric
 * ({@code encoder.convs.0.lin.weight [out x in]}, {@code att_src [1 x heads x size]}, {@code cluster_head.cluster_centers [k x h]},
 * {@code iteration}), so weights can be exchanged in both directions. Adam's moments are stored as {@code optimizer.first.*} and
 * {@code optimizer.second.*}, the config as JSON in the header. A tensor that belongs to no parameter of the model is refused, except for
 * the state of a run in files of Kindred.
 */
public final class ModelFile {
    private static final String FORMAT = "kindred-2";
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String CONFIG = "kindred.config";
    private static final String INPUTS = "kindred.inputs";
    private static final String STEPS = "optimizer.steps";
    private static final String ITERATION = "iteration";

    private ModelFile() {}

    /** Writes a model; the same model gives the same bytes. */
    public static void write(Path file, TrainedModel trained) throws IOException {
        tensors(trained, FORMAT).write(file);
    }

    /** A model's tensors and config; the caller may add more before writing. */
    static SafeTensors tensors(TrainedModel trained, String format) {
        GraphModel model = trained.model();
        SafeTensors tensors = SafeTensors.empty()
                .put("format", format)
                .put(CONFIG, JSON.writeValueAsString(model.config()))
                .put(INPUTS, Integer.toString(model.inputs()))
                .put(ITERATION, new int[0], new long[] {trained.iteration()})
                .put(STEPS, new int[0], new long[] {trained.steps()});
        for (Parameter parameter : model.parameters()) {
            put(tensors, "", parameter, parameter.value());
        }
        for (Parameter parameter : model.parameters()) {
            put(tensors, "optimizer.first.", parameter, parameter.firstMoment());
            put(tensors, "optimizer.second.", parameter, parameter.secondMoment());
        }
        return tensors;
    }

    private static void put(SafeTensors tensors, String prefix, Parameter parameter, Matrix matrix) {
        tensors.put(prefix + parameter.name(), parameter.storedShape(), parameter.toStored(matrix));
    }

    /**
     * Reads a model written by {@link #write}.
     *
     * @throws InvalidInputException where the file is not a complete model
     */
    public static TrainedModel read(Path file) throws IOException {
        SafeTensors tensors = SafeTensors.read(file);
        String format = tensors.metadata().get("format");
        if (tensors.metadata().containsKey(CONFIG) && !FORMAT.equals(format)) {
            throw new InvalidInputException(file + ": expected format " + FORMAT + ", got " + format
                    + "; train the model again with this version");
        }
        return of(file, tensors);
    }

    /** The model in these tensors. */
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
            // The header's sizes are checked against the file before anything is allocated: the file holds each
            // parameter and its two moments.
            if (columns < 1 || parameters > tensors.bytes() / 12) {
                throw new InvalidInputException(
                        columns + " features and " + parameters + " parameters, more than the file holds");
            }
            model = new GraphModel(read, columns);
        } catch (RuntimeException e) {
            throw new InvalidInputException(file + ": expected a config in the header, got " + e.getMessage(), e);
        }
        long iteration = readWeights(file, tensors, model);
        for (Parameter parameter : model.parameters()) {
            take(file, tensors, "optimizer.first.", parameter, parameter.firstMoment());
            take(file, tensors, "optimizer.second.", parameter, parameter.secondMoment());
        }
        return new TrainedModel(model, iteration, tensors.number(STEPS));
    }

    /**
     * Reads weights and centers into a model of the same shape, for example a state dictionary of PyAGC or PyTorch Geometric.
     *
     * @return the number of training steps behind the weights, or 0 if the file does not say
     * @throws InvalidInputException where a tensor is missing, has another shape, or belongs to no parameter of the model
     */
    public static long readWeights(Path file, GraphModel model) throws IOException {
        return readWeights(file, SafeTensors.read(file), model);
    }

    private static long readWeights(Path file, SafeTensors tensors, GraphModel model) {
        for (Parameter parameter : model.parameters()) {
            take(file, tensors, "", parameter, parameter.value());
        }
        boolean isOurs = tensors.metadata().getOrDefault("format", "").startsWith("kindred-");
        Set<String> known = model.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        for (String name : tensors.names()) {
            if (!known.contains(name) && !name.equals(ITERATION) && !(isOurs && isOwnState(name))) {
                String hint = name.endsWith("lin_l.bias") || name.endsWith("lin_r.bias")
                        ? "; attention of kind GATV2_BIASED has this bias"
                        : "; the model's config has no such parameter";
                throw new InvalidInputException(
                        file + " (" + name + "): expected no tensor of this name, got one of shape "
                                + Arrays.toString(tensors.shape(name)) + hint);
            }
        }
        return tensors.has(ITERATION) ? tensors.number(ITERATION) : 0;
    }

    /** Whether a tensor of our own files holds state of a run: no part of the model, so not read here. */
    private static boolean isOwnState(String name) {
        return !name.startsWith("encoder.") && !name.startsWith("cluster_head.");
    }

    /** Reads a parameter's tensor into a matrix of its shape. */
    static void take(Path file, SafeTensors tensors, String prefix, Parameter parameter, Matrix into) {
        String name = prefix + parameter.name();
        float[] stored = tensors.floats(name);
        int[] shape = parameter.storedShape();
        if (!Arrays.equals(tensors.shape(name), shape)) {
            throw new InvalidInputException(file + " (" + name + "): expected shape " + Arrays.toString(shape)
                    + ", got " + Arrays.toString(tensors.shape(name)));
        }
        parameter.fromStored(stored, into);
    }
}
