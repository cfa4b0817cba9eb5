package dev.kindred.train;

import dev.kindred.autograd.Parameter;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.AtomicFile;
import dev.kindred.io.SafeTensors;
import dev.kindred.model.GraphModel;
import dev.kindred.nn.Losses;
import dev.kindred.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads a {@link TrainingState}. The file is a safetensors file with checksums. It holds all tensors of a model file, the target
 * distribution, the history and the best weights; the header holds the progress of the run as JSON (docs/FORMAT.md describes every field).
 */
final class Checkpoint {
    static final String FORMAT = "kindred-checkpoint-2";
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String STATE = "kindred.state";
    private static final String ORIGIN = "kindred.provenance";
    private static final String LOSSES = "kindred.losses";

    private Checkpoint() {}

    /**
     * Progress of a run: the part of its state that is not stored as tensors.
     *
     * @param best the best score, its epoch and the number of evaluations since; null if nothing was evaluated
     */
    private record Progress(
            Stage stage,
            int epoch,
            boolean stageEnded,
            int reseeds,
            Map<Stage, Double> seconds,
            List<String> warnings,
            @Nullable Best best) {}

    private record Best(double score, int epoch, int since) {}

    /** Writes a state atomically: the whole file or nothing. */
    static void write(Path file, TrainingState state, Provenance provenance) throws IOException {
        SafeTensors tensors = ModelFile.tensors(state.trained(), FORMAT);
        Selection selection = state.selection();
        tensors.put(ORIGIN, JSON.writeValueAsString(provenance));
        tensors.put(
                STATE,
                JSON.writeValueAsString(new Progress(
                        state.stage(),
                        state.epoch(),
                        state.isStageEnded(),
                        state.reseeds(),
                        state.seconds(),
                        state.warnings(),
                        selection.bestWeights() == null
                                ? null
                                : new Best(selection.best(), selection.bestEpoch(), selection.sinceBest()))));
        putHistory(tensors, state.history());
        putTarget(tensors, "target", state.nodes().target());
        putTarget(tensors, "selection.target", selection.target());
        putLabels(tensors, "pretrained.labels", state.pretrainedLabels());
        putLabels(tensors, "selection.labels", selection.lastLabels());
        float[][] best = selection.bestWeights();
        if (best != null) {
            List<Parameter> parameters = state.model().parameters();
            for (int i = 0; i < best.length; i++) {
                Parameter parameter = parameters.get(i);
                Matrix value = parameter.value();
                tensors.put(
                        "selection.best." + parameter.name(),
                        parameter.storedShape(),
                        parameter.toStored(new Matrix(value.rows(), value.columns(), best[i])));
            }
        }
        AtomicFile.write(file, tensors::writeSealed);
    }

    private static void putHistory(SafeTensors tensors, List<TrainingListener.Epoch> history) {
        List<String> names =
                history.isEmpty() ? List.of() : history.getFirst().losses().names();
        int columns = 1 + names.size();
        double[] losses = new double[columns * history.size()];
        long[] nanos = new long[history.size()];
        for (int i = 0; i < nanos.length; i++) {
            Losses loss = history.get(i).losses();
            losses[columns * i] = loss.total();
            for (int j = 1; j < columns; j++) {
                losses[columns * i + j] = loss.parts().get(j - 1).value();
            }
            nanos[i] = history.get(i).nanos();
        }
        tensors.put(LOSSES, JSON.writeValueAsString(names));
        tensors.put("history.losses", new int[] {nanos.length, columns}, losses);
        tensors.put("history.nanos", new int[] {nanos.length}, nanos);
    }

    private static void putTarget(SafeTensors tensors, String name, @Nullable TargetDistribution target) {
        if (target != null) {
            Matrix p = target.matrix();
            tensors.put(name, new int[] {p.rows(), p.columns()}, p.data());
            tensors.put(name + ".frequencies", new int[] {p.columns()}, target.lastFrequencies());
            tensors.put(name + ".negative_entropy", new int[0], new double[] {target.negativeEntropy()});
        }
    }

    private static void putLabels(SafeTensors tensors, String name, int @Nullable [] labels) {
        if (labels != null) {
            tensors.put(name, new int[] {labels.length}, labels);
        }
    }

    /**
     * Reads a state back.
     *
     * @param wanted provenance of the run that is to be resumed
     * @param nodes number of nodes of its graph
     * @throws dev.kindred.io.CorruptDataException where the file is damaged
     * @throws InvalidInputException where the file is not a checkpoint, or belongs to another run; the message names every difference
     */
    static TrainingState read(Path file, Provenance wanted, int nodes) throws IOException {
        SafeTensors tensors = SafeTensors.readSealed(file);
        String format = tensors.metadata().get("format");
        if (!FORMAT.equals(format)) {
            throw new InvalidInputException(file + ": expected format " + FORMAT + ", got " + format);
        }
        Provenance origin = json(file, tensors, ORIGIN, Provenance.class);
        List<String> differences = Differences.between(origin, wanted);
        if (!differences.isEmpty()) {
            throw new DifferentRunException(file + ": expected a checkpoint of this run, got one of another: "
                    + String.join("; ", differences));
        }
        TrainedModel trained = ModelFile.of(file, tensors);
        Progress progress = json(file, tensors, STATE, Progress.class);
        if (progress.stage() != Stage.PRETRAIN && progress.stage() != Stage.FINETUNE) {
            throw new InvalidInputException(file + ": expected stage pretrain or finetune, got "
                    + progress.stage().key());
        }
        TrainingState state = new TrainingState(
                trained, progress.stage(), progress.epoch(), progress.stageEnded(), progress.reseeds());
        state.seconds().putAll(progress.seconds());
        state.warnings().addAll(progress.warnings());
        takeHistory(file, tensors, state);
        TargetDistribution target = target(file, tensors, "target", nodes, trained.model());
        if (target != null) {
            state.nodes().restore(target);
        }
        if (tensors.has("pretrained.labels")) {
            state.setPretrainedLabels(labels(file, tensors, "pretrained.labels", nodes));
        }
        takeSelection(file, tensors, state, progress.best(), nodes);
        return state;
    }

    private static <T> T json(Path file, SafeTensors tensors, String key, Class<T> type) {
        String text = tensors.metadata().get(key);
        if (text == null) {
            throw new InvalidInputException(file + ": expected " + key + " in the header, got none");
        }
        try {
            return JSON.readValue(text, type);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    file + ": expected " + key + " in the header, got " + e.getOriginalMessage(), e);
        }
    }

    private static void takeHistory(Path file, SafeTensors tensors, TrainingState state) {
        double[] losses = tensors.doubles("history.losses");
        long[] nanos = tensors.longs("history.nanos");
        int pretrained = state.stage() == Stage.PRETRAIN ? nanos.length : nanos.length - state.epoch();
        List<String> names = List.of(json(file, tensors, LOSSES, String[].class));
        int columns = 1 + names.size();
        if (losses.length != columns * nanos.length || pretrained < 0) {
            throw new InvalidInputException(file + " (history.losses): expected " + columns * nanos.length
                    + " losses of at least " + state.epoch() + " epochs, got " + losses.length);
        }
        List<TrainingListener.Epoch> history = new ArrayList<>();
        for (int i = 0; i < nanos.length; i++) {
            boolean pretraining = i < pretrained;
            history.add(new TrainingListener.Epoch(
                    pretraining ? Stage.PRETRAIN : Stage.FINETUNE,
                    pretraining ? i + 1 : i - pretrained + 1,
                    pretraining
                            ? state.model().config().schedule().pretrain().epochs()
                            : state.model().config().schedule().finetune().epochs(),
                    losses(names, losses, columns * i),
                    nanos[i]));
        }
        state.history().addAll(history);
    }

    /** Losses stored from position {@code from} on: the total, then one value for each name. */
    private static Losses losses(List<String> names, double[] values, int from) {
        List<Losses.Part> parts = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            parts.add(new Losses.Part(names.get(j), values[from + 1 + j]));
        }
        return new Losses(values[from], parts);
    }

    private static @Nullable TargetDistribution target(
            Path file, SafeTensors tensors, String name, int nodes, GraphModel model) {
        if (!tensors.has(name)) {
            return null;
        }
        int clusters = model.config().clusters();
        float[] p = tensors.floats(name);
        double[] frequencies = tensors.doubles(name + ".frequencies");
        double[] entropy = tensors.doubles(name + ".negative_entropy");
        if (p.length != (long) nodes * clusters || frequencies.length != clusters || entropy.length != 1) {
            throw new InvalidInputException(file + " (" + name + "): expected " + nodes + " x " + clusters
                    + " shares, got " + p.length + " with " + frequencies.length + " frequencies");
        }
        return TargetDistribution.restored(new Matrix(nodes, clusters, p), frequencies, entropy[0]);
    }

    private static int[] labels(Path file, SafeTensors tensors, String name, int nodes) {
        int[] labels = tensors.ints(name);
        if (labels.length != nodes) {
            throw new InvalidInputException(
                    file + " (" + name + "): expected " + nodes + " (nodes), got " + labels.length);
        }
        return labels;
    }

    private static void takeSelection(
            Path file, SafeTensors tensors, TrainingState state, @Nullable Best kept, int nodes) {
        Selection selection = state.selection();
        TargetDistribution fixed = target(file, tensors, "selection.target", nodes, state.model());
        if (fixed != null) {
            selection.setTarget(fixed);
        }
        if (tensors.has("selection.labels")) {
            selection.restoreLabels(labels(file, tensors, "selection.labels", nodes));
        }
        List<Parameter> parameters = state.model().parameters();
        if (kept != null) {
            float[][] weights = new float[parameters.size()][];
            for (int i = 0; i < weights.length; i++) {
                Matrix value = parameters.get(i).value();
                Matrix best = Matrix.zeros(value.rows(), value.columns());
                ModelFile.take(file, tensors, "selection.best.", parameters.get(i), best);
                weights[i] = best.data();
            }
            selection.restoreBest(kept.score(), kept.epoch(), kept.since(), weights);
        }
    }
}
