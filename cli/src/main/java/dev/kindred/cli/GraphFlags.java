package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.Graph;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.io.NpzGraph;
import dev.kindred.store.GraphStore;
import dev.kindred.tables.TableOptions.Names;
import dev.kindred.tables.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of the edges, and of graphs that are not tables; all commands that read a graph have them. */
@Section(Section.INPUT)
final class GraphFlags {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "graph in a file or folder of any of these formats: NumPy and SciPy (.npz, .npy), GraphML, GEXF, GML, node-link JSON, Pajek, METIS, Matrix Market, PyTorch (.pt), MATLAB (.mat), AnnData (.h5ad), Planetoid, SDCN, OGB, or a folder made by kindred import; docs/INPUTS.md describes them")
    private @Nullable Path data;

    @Option(
            names = "--edges",
            paramLabel = "FILE",
            description =
                    "table of edges: CSV, TSV, JSON lines or Parquet by the ending of its name; also gz and zst; wildcards allowed; - is standard input")
    private @Nullable String edges;

    @Option(names = "--directed", description = "keep the direction of edges (default: every edge runs both ways)")
    private boolean directed;

    @Option(
            names = "--most-neighbors",
            paramLabel = "N",
            description =
                    "leave out the edges of nodes that have more than N neighbors, hubs that hide the groups of the others (default: none are left out)")
    private @Nullable Integer mostNeighbors;

    @Section(Section.COLUMNS)
    @Option(
            names = "--project",
            paramLabel = "COLUMN",
            description =
                    "for edges between two kinds of nodes, as customers and products: column of the edges whose values become the nodes; two are joined where they share values of the other end, with their number as weight")
    private @Nullable String project;

    @Section(Section.COLUMNS)
    @Option(
            names = "--project-cap",
            paramLabel = "N",
            description = "with --project: leave out what more than N nodes share (default: 100)")
    private @Nullable Integer projectCap;

    /** Whether the edges are made of what nodes share. */
    boolean projects() {
        return project != null;
    }

    /**
     * The edges, or those between nodes that share something.
     *
     * @param names of the ends, of which one may be what is shared
     */
    TableSource projected(TableSource edges, Names names) {
        if (project == null) {
            if (projectCap != null) {
                throw UsageException.of("--project-cap", "expected --project COLUMN beside it, got none");
            }
            return edges;
        }
        if (projectCap != null && projectCap < 2) {
            throw UsageException.of("--project-cap", "expected 2 or more, got " + projectCap);
        }
        String shared = project.equalsIgnoreCase(names.source()) ? names.target() : names.source();
        if (shared == null) {
            shared = names.target() == null || project.equalsIgnoreCase(names.target()) ? null : names.target();
        }
        return new TableSource.Projection(
                edges, project, shared, projectCap == null ? TableSource.Projection.MOST : projectCap);
    }

    @Nullable
    Path data() {
        return data;
    }

    @Nullable
    String edges() {
        return edges;
    }

    Direction direction() {
        return directed ? Direction.DIRECTED : Direction.SYMMETRIC;
    }

    /** The input as it is clustered: without the edges of hubs, where that was asked for. */
    ClusterInput limited(ClusterInput input, Consumer<String> told) {
        if (mostNeighbors == null) {
            return input;
        }
        Graph whole = input.graph().graph();
        Graph limited = whole.withoutHubs(mostNeighbors);
        int each = whole.isSymmetric() ? 2 : 1;
        told.accept(String.format(
                Locale.ROOT,
                "edges left out: %,d of %,d, those of nodes with more than %,d neighbors",
                (whole.edges() - limited.edges()) / each,
                whole.edges() / each,
                mostNeighbors));
        return input.withGraph(new AttributedGraph(limited, input.graph().features()));
    }

    /** Refuses a limit that leaves no edge. */
    void check() {
        if (mostNeighbors != null && mostNeighbors < 1) {
            throw UsageException.of("--most-neighbors", "expected 1 or more, got " + mostNeighbors);
        }
    }

    /** A file of a table that a flag names. */
    static TableSource files(String flag, String pattern) {
        if (Files.isDirectory(Path.of(pattern))) {
            throw UsageException.of(
                    flag,
                    "expected a file, or several as in '" + flag.substring(2) + "-*.csv', got the folder " + pattern);
        }
        return TableSource.files(pattern);
    }

    /** Nodes of the graph that {@code --data} names, from its header alone; empty where reading it will tell what is wrong. */
    OptionalLong nodes() {
        try {
            return data == null
                    ? OptionalLong.empty()
                    : atLeastOne(
                            Files.isDirectory(data)
                                    ? GraphStore.size(data).nodes()
                                    : NpzGraph.size(data).nodes());
        } catch (IOException | InvalidInputException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong atLeastOne(long nodes) {
        return nodes < 1 ? OptionalLong.empty() : OptionalLong.of(nodes);
    }
}
