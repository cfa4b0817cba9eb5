package dev.kindred.run;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.Npy;
import dev.kindred.io.NpyWriter;
import dev.kindred.io.OutputFolder;
import dev.kindred.model.GraphModel;
import dev.kindred.tensor.Matrix;
import dev.kindred.train.Clustering;
import dev.kindred.train.ModelFile;
import dev.kindred.train.Provenance;
import dev.kindred.train.TrainedModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads the files of a folder of results that hold the result itself. */
final class RunContents {
    private final Path folder;
    private final RunFacts.Saved saved;
    private final ClustersFile.Rows rows;

    private RunContents(Path folder, RunFacts.Saved saved, ClustersFile.Rows rows) {
        this.folder = folder;
        this.saved = saved;
        this.rows = rows;
    }

    static void write(OutputFolder output, SavedRun run) throws IOException {
        Clustering result = run.clustering();
        ClustersFile.write(output.file(RunFiles.CLUSTERS), run.ids(), result);
        writeMatrix(output.file(RunFiles.EMBEDDING), result.embedding());
        if (run.hasModel()) {
            ModelFile.write(output.file(RunFiles.MODEL), result.model());
            if (result.pretrainedLabels().length > 0) {
                writeLabels(output.file(RunFiles.PRETRAINED), result.pretrainedLabels());
            }
            if (result.shares() != null) {
                writeMatrix(output.file(RunFiles.MEMBERSHIPS), result.memberships());
            }
        }
        if (run.encoding() != null) {
            Files.writeString(output.file(RunFiles.ENCODING), run.encoding());
        }
    }

    private static void writeMatrix(Path file, Matrix matrix) throws IOException {
        Npy.write(file, matrix.data(), matrix.rows(), matrix.columns());
    }

    private static void writeLabels(Path file, int[] labels) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            NpyWriter.begin(out, "<i4", labels.length)
                    .add(labels, 0, labels.length)
                    .end();
        }
    }

    static SavedRun read(Path folder) throws IOException {
        for (String name : RunFiles.needed()) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new InvalidInputException(folder.resolve(name) + ": expected a file of the results of a run, got "
                        + (Files.isDirectory(folder) ? "nothing there" : "no folder"));
            }
        }
        RunFacts.Saved saved = RunFacts.read(folder.resolve(RunFiles.RUN));
        RunContents contents = new RunContents(folder, saved, ClustersFile.rows(folder));
        Path encoding = folder.resolve(RunFiles.ENCODING);
        try {
            return new SavedRun(
                    contents.ids(),
                    contents.clustering(),
                    Files.isRegularFile(encoding) ? Files.readString(encoding) : null,
                    saved.facts(),
                    null);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(encoding + ": expected UTF-8 text, got other bytes", e);
        }
    }

    /** Ids of whole numbers are numbers again; where the type is not recorded, they are texts. */
    private NodeIds ids() {
        String type = saved.idType();
        if (!saved.hasNumbers()) {
            NodeIds.Builder texts = new NodeIds.Builder(type);
            rows.ids().forEach(texts::add);
            return texts.build();
        }
        long[] numbers = new long[rows.ids().size()];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Long.parseLong(rows.ids().get(i));
            } catch (NumberFormatException e) {
                throw new InvalidInputException(
                        folder.resolve(RunFiles.CLUSTERS) + ": expected ids of type " + type + ", got "
                                + rows.ids().get(i),
                        e);
            }
        }
        return NodeIds.ofNumbers(type, numbers);
    }

    private Clustering clustering() throws IOException {
        int nodes = rows.ids().size();
        Path file = folder.resolve(RunFiles.MODEL);
        Matrix embedding = matrix(RunFiles.EMBEDDING, nodes);
        boolean trained = Files.isRegularFile(file);
        Provenance provenance = saved.provenance();
        TrainedModel model = trained
                ? ModelFile.read(file)
                : new TrainedModel(new GraphModel(provenance.config(), saved.features()), 0, 0);
        // Without a network the embedding is how much each cluster claims a node.
        Matrix centers = trained ? model.model().head().centers().value().copy() : corners(embedding.columns());
        checkFit(embedding, centers);
        return new Clustering(
                rows.clusters(),
                rows.confidence(),
                rows.second(),
                rows.margin(),
                embedding,
                centers,
                pretrained(nodes),
                saved.history(),
                saved.timings(),
                provenance,
                saved.warnings(),
                model,
                shares(embedding, trained, centers.rows()));
    }

    private static Matrix corners(int clusters) {
        Matrix corners = Matrix.zeros(clusters, clusters);
        for (int c = 0; c < clusters; c++) {
            corners.set(c, c, 1);
        }
        return corners;
    }

    private void checkFit(Matrix embedding, Matrix centers) {
        if (centers.columns() != embedding.columns()) {
            throw new InvalidInputException(folder.resolve(RunFiles.EMBEDDING) + ": expected " + centers.columns()
                    + " columns (those of the model's centers), got " + embedding.columns());
        }
        for (int label : rows.clusters()) {
            if (label >= centers.rows()) {
                throw new InvalidInputException(folder.resolve(RunFiles.CLUSTERS) + ": expected clusters 0 to "
                        + (centers.rows() - 1) + " (those of the model), got " + label);
            }
        }
    }

    private double @Nullable [] shares(Matrix embedding, boolean trained, int clusters) throws IOException {
        Matrix shares = embedding;
        if (trained) {
            if (!Files.isRegularFile(folder.resolve(RunFiles.MEMBERSHIPS))) {
                return null;
            }
            shares = matrix(RunFiles.MEMBERSHIPS, embedding.rows());
            if (shares.columns() != clusters) {
                throw new InvalidInputException(folder.resolve(RunFiles.MEMBERSHIPS) + ": expected " + clusters
                        + " columns (clusters of the model), got " + shares.columns());
            }
        }
        double[] doubles = new double[shares.size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = shares.data()[i];
        }
        return doubles;
    }

    private Matrix matrix(String name, int nodes) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": expected an array of the results, got nothing there");
        }
        Npy array = Npy.parse(Files.readAllBytes(file), file.toString());
        int[] shape = array.shape();
        if (shape.length != 2 || shape[0] != nodes) {
            throw new InvalidInputException(file + ": expected an array of " + nodes
                    + " rows (nodes of clusters.csv), got shape " + List.of(array(shape)));
        }
        return new Matrix(shape[0], shape[1], array.floats());
    }

    private static Integer[] array(int[] shape) {
        Integer[] boxed = new Integer[shape.length];
        for (int i = 0; i < shape.length; i++) {
            boxed[i] = shape[i];
        }
        return boxed;
    }

    /** None in folders of older versions. */
    private int[] pretrained(int nodes) throws IOException {
        Path file = folder.resolve(RunFiles.PRETRAINED);
        if (!Files.isRegularFile(file)) {
            return new int[0];
        }
        Npy array = Npy.parse(Files.readAllBytes(file), file.toString());
        if (array.shape().length != 1 || array.shape()[0] != nodes) {
            throw new InvalidInputException(file + ": expected " + nodes + " numbers (nodes of clusters.csv), got "
                    + List.of(array(array.shape())));
        }
        return array.ints();
    }
}
