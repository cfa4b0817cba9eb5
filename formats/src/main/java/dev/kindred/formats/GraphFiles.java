package dev.kindred.formats;

import dev.kindred.StructureFeatures;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.NodeIds;
import dev.kindred.io.NpzGraph;
import dev.kindred.io.PlanetoidGraph;
import dev.kindred.notice.Setting;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.Irregularities;
import dev.kindred.tables.TableReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Graphs in files of other programs.
 *
 * <pre>{@code
 * OpenedGraph opened = GraphFiles.read(Path.of("friends.graphml"), TableOptions.defaults());
 * Clustering result = Daegc.fit(opened.graph(), Daegc.defaults(7));
 * }</pre>
 *
 * <p>A file is told by its content, and where formats are plain numbers by its name and the files beside it. Files are read as data: nothing in
 * them is run, no other file and no address that they name is opened.
 */
public final class GraphFiles {
    private GraphFiles() {}

    /**
     * What a file or folder is.
     *
     * @throws InvalidInputException where it is no graph that can be read; the message says what it is instead, and how to convert it
     */
    public static Recognized recognize(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new InvalidInputException(path + ": expected a graph, got nothing there");
        }
        return Files.isDirectory(path) ? FolderRecognizer.recognize(path) : FileRecognizer.recognize(path);
    }

    /** What can be read, in a sentence. */
    public static String formats() {
        return Setting.DATA + " reads: a folder of kindred import, "
                + Arrays.stream(GraphFormat.values())
                        .map(format -> format.title() + " (" + format.looks() + ")")
                        .collect(Collectors.joining(", "))
                + "; see docs/INPUTS.md";
    }

    /**
     * Reads a graph.
     *
     * @param options of columns where the format has them; features STRUCTURE leaves attributes out; direction
     * @throws InvalidInputException where the files are no such graph; the message names file, place and the fix
     */
    public static OpenedGraph read(Path path, TableOptions options) throws IOException {
        return read(recognize(path), options);
    }

    /** As {@link #read(Path, TableOptions)}, of what {@link #recognize} gave. */
    public static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        OpenedGraph opened = switch (file.format()) {
            case NPZ -> NpzFile.read(file, options);
            case NPY -> NpyFiles.read(file, options);
            case PLANETOID -> planetoid(file, options);
            case CITES -> CitesText.read(file, options);
            case SDCN -> SdcnText.read(file, options);
            case OGB -> OgbFolder.read(file, options);
            case GRAPHML -> GraphMl.read(file, options);
            case GEXF -> Gexf.read(file, options);
            case GML -> Gml.read(file, options);
            case NODE_LINK -> NodeLink.read(file, options);
            case PAJEK -> Pajek.read(file, options);
            case METIS -> Metis.read(file, options);
            case MATRIX_MARKET -> MatrixMarket.read(file, options);
            case TORCH -> TorchFile.read(file, options);
            case MATLAB -> MatFile.read(file, options);
            case ANN_DATA -> AnnData.read(file, options);
        };
        List<String> irregularities = opened.report().irregularities();
        if (options.irregularities() == Irregularities.REFUSE && !irregularities.isEmpty()) {
            throw new InvalidInputException(file.path() + ": expected nothing irregular (" + Setting.STRICT + "), got "
                    + String.join("; ", irregularities));
        }
        options.reading().tell(opened.report());
        return opened;
    }

    private static OpenedGraph planetoid(Recognized file, TableOptions options) throws IOException {
        String first = file.files().getFirst().toString();
        String where = first.substring(0, first.lastIndexOf('.') + 1).replaceFirst("test\\.$", "");
        NpzGraph read = PlanetoidGraph.read(where, part -> Files.readAllBytes(Path.of(where + part)));
        int nodes = read.graph().nodes();
        Findings findings = new Findings();
        int[] labels = read.labels();
        if (labels != null) {
            findings.classes("ally and ty", labels);
        }
        boolean structure = options.source() == FeatureSource.STRUCTURE;
        AttributedGraph graph = structure
                ? new AttributedGraph(
                        read.graph().graph(), StructureFeatures.of(read.graph().graph()))
                : read.graph();
        findings.nothingToFind(graph, !structure);
        List<String> irregularities = new ArrayList<>(findings.irregularities());
        irregularities.addAll(read.warnings());
        return new OpenedGraph(
                file.format(),
                file.files(),
                graph,
                NodeIds.of(LongStream.range(0, nodes).toArray()),
                labels,
                List.of(),
                null,
                new TableReport(nodes, read.graph().graph().edges(), List.of(), findings.notices(), irregularities));
    }
}
