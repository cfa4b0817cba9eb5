package dev.kindred.cli;

import dev.kindred.cli.FuzzTest.Reader;
import dev.kindred.cli.FuzzTest.Target;
import dev.kindred.formats.GraphFiles;
import dev.kindred.formats.GraphFormat;
import dev.kindred.formats.Recognized;
import dev.kindred.tables.TableOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Inputs of {@link FuzzTest} to the readers of other programs' files. The binary ones are those of the tests of module formats. */
final class GraphFilesFuzz {
    private static final Path FILES = Path.of("../formats/src/test/resources/files");
    private static final TableOptions OPTIONS = TableOptions.defaults()
            .withResources(new TableOptions.Resources(64, Path.of(System.getProperty("java.io.tmpdir")), 1));

    private GraphFilesFuzz() {}

    /** Whether a database is opened for each input. */
    static boolean isSlow(Target target) {
        return target.name().startsWith("document.");
    }

    /** @param folder for the files that stand beside an input */
    static List<Target> targets(Path folder) throws IOException {
        List<Target> targets = new ArrayList<>();
        Map<String, GraphFormat> binary = new TreeMap<>(Map.of(
                "scipy_coo.npz", GraphFormat.NPZ,
                "edge_index.npz", GraphFormat.NPZ,
                "flickr.mat", GraphFormat.MATLAB,
                "yelp.mat", GraphFormat.MATLAB,
                "sparse73.mat", GraphFormat.MATLAB,
                "dense73.mat", GraphFormat.MATLAB,
                "data.pt", GraphFormat.TORCH,
                "sparse.h5ad", GraphFormat.ANN_DATA,
                "dense.h5ad", GraphFormat.ANN_DATA));
        for (Map.Entry<String, GraphFormat> one : binary.entrySet()) {
            targets.add(
                    new Target(one.getKey(), Files.readAllBytes(FILES.resolve(one.getKey())), reader(one.getValue())));
        }
        targets.add(inside("graphdata.npz", "adj_matrix.npy", GraphFormat.NPZ, folder));
        targets.add(inside("graphdata.npz", "node_attr.npy", GraphFormat.NPZ, folder));
        targets.add(inside("scipy_coo.npz", "col.npy", GraphFormat.NPZ, folder));
        targets.add(inside("scipy_csc.npz", "shape.npy", GraphFormat.NPZ, folder));
        targets.add(inside("data.pt", "data/data.pkl", GraphFormat.TORCH, folder));
        targets.add(inside("sparse.pt", "sparse/data.pkl", GraphFormat.TORCH, folder));
        targets.add(text(
                "g.mtx",
                "%%MatrixMarket matrix coordinate real symmetric\n% x\n6 6 4\n2 1 1.5\n3 2 1\n5 4 2\n6 5 1\n",
                GraphFormat.MATRIX_MARKET));
        targets.add(text("g.graph", "6 5 001\n2 5\n1 5 3 1\n2 1 4 2\n3 2 5 1\n4 1 6 3\n5 3\n", GraphFormat.METIS));
        targets.add(beside(
                "toy.content",
                "a\t1\t0\tx\nb\t0\t1\ty\nc\t1\t1\tx\n",
                "toy.cites",
                "a\tb\nb\tc\n",
                GraphFormat.CITES,
                folder));
        targets.add(beside(
                "toy.txt", "1 0 2.5\n0 1 1e-3\n0.5 1 0\n", "toy_graph.txt", "0 1\n1 2\n", GraphFormat.SDCN, folder));
        for (Map.Entry<GraphFormat, String> document : documents().entrySet()) {
            targets.add(text(
                    "document." + document.getKey().name().toLowerCase(Locale.ROOT),
                    document.getValue(),
                    document.getKey()));
        }
        return targets;
    }

    private static Reader reader(GraphFormat format) {
        return (input, file) -> GraphFiles.read(new Recognized(format, file, List.of(file)), OPTIONS);
    }

    private static Target text(String name, String text, GraphFormat format) {
        return new Target(name, text.getBytes(StandardCharsets.UTF_8), reader(format));
    }

    /** A file damaged, and a whole one beside it. */
    private static Target beside(
            String name, String text, String otherName, String other, GraphFormat format, Path folder)
            throws IOException {
        Path whole = Files.writeString(folder.resolve(otherName), other);
        return new Target(
                name,
                text.getBytes(StandardCharsets.UTF_8),
                (input, file) -> GraphFiles.read(new Recognized(format, file, List.of(file, whole)), OPTIONS));
    }

    /** An archive with one entry damaged before it is zipped: what its checksum would else give away. */
    private static Target inside(String archive, String entry, GraphFormat format, Path folder) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(FILES.resolve(archive).toFile())) {
            for (ZipEntry one : zip.stream().map(ZipEntry.class::cast).toList()) {
                try (InputStream in = zip.getInputStream(one)) {
                    entries.put(one.getName(), in.readAllBytes());
                }
            }
        }
        byte[] original = Objects.requireNonNull(entries.get(entry), entry);
        Path damaged = folder.resolve(archive);
        return new Target(archive + "." + entry.replace('/', '.'), original, (input, file) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> one : entries.entrySet()) {
                    zip.putNextEntry(new ZipEntry(one.getKey()));
                    zip.write(one.getKey().equals(entry) ? input : one.getValue());
                }
            }
            Files.write(damaged, bytes.toByteArray());
            GraphFiles.read(new Recognized(format, damaged, List.of(damaged)), OPTIONS);
        });
    }

    private static Map<GraphFormat, String> documents() {
        Map<GraphFormat, String> documents = new TreeMap<>();
        documents.put(GraphFormat.GRAPHML, """
                <?xml version="1.0"?><graphml><key id="d0" for="node" attr.name="age" attr.type="double"><default>3</default></key>
                <key id="d1" for="edge" attr.name="weight" attr.type="float"/><graph edgedefault="undirected">
                <node id="a"><data key="d0">1.5</data></node><node id="b"><data key="d0">2</data></node><node id="c"/>
                <edge source="a" target="b"><data key="d1">2.5</data></edge><edge source="b" target="c"/></graph></graphml>
                """);
        documents.put(GraphFormat.GEXF, """
                <gexf><graph defaultedgetype="directed"><attributes class="node"><attribute id="0" title="age" type="integer"/>
                <attribute id="1" title="tags" type="liststring"/></attributes><nodes>
                <node id="1" label="A"><attvalues><attvalue for="0" value="20"/><attvalue for="1" value="[x, y]"/></attvalues></node>
                <node id="2" label="B"><attvalues><attvalue for="0" value="30"/></attvalues></node></nodes>
                <edges><edge source="1" target="2" weight="3.5"/></edges></graph></gexf>
                """);
        documents.put(GraphFormat.GML, """
                Version 1
                graph [ directed 1 node [ id 3 label "x&#233;" value 2.5 graphics [ x 1 ] ]
                node [ id 5 label "b" value 3 part [ of "y" ] ] node [ id 6 label "c" ]
                edge [ source 3 target 5 weight 2 ] edge [ source 5 target 6 ] ]
                """);
        documents.put(GraphFormat.NODE_LINK, """
                {"directed": true, "nodes": [{"id": "a", "age": 1, "tags": ["x"], "at": [0.5, 1]}, {"id": "b", "age": 2.5, "at": [1, 2]},
                {"id": "c", "age": null, "part": {"of": 1}}], "links": [{"source": "a", "target": "b", "weight": 2}, {"source": "c", "target": "b"}]}
                """);
        documents.put(GraphFormat.PAJEK, """
                *Vertices 4
                1 "Ann B." 0.1 0.2 0.5 ellipse ic Red age 20
                2 "Bob" 0.2 0.2 0.5 box age 30
                *Arcs
                1 2 2.5 c Blue
                *Edgeslist
                1 3 4
                """);
        return documents;
    }
}
