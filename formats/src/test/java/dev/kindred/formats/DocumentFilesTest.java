package dev.kindred.formats;

import static dev.kindred.formats.Cases.edges;
import static dev.kindred.formats.Cases.open;
import static dev.kindred.formats.Cases.openDirected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions;
import dev.kindred.tables.TableReport;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formats whose nodes have columns. */
class DocumentFilesTest {
    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<String> columns(OpenedGraph opened) {
        return opened.report().columns().stream()
                .map(TableReport.Column::toString)
                .toList();
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> open(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message.replace("FILE", path.toString()));
    }

    private static TableOptions named(String id, @Nullable String weight, @Nullable String label) {
        return TableOptions.defaults().withNames(new TableOptions.Names(id, null, null, weight, label));
    }

    private static final String GRAPHML = """
            <?xml version="1.0"?>
            <!-- <gexf> made by hand -->
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="d0" for="node" attr.name="age" attr.type="double"/>
              <key id="d1" for="node" attr.name="city" attr.type="string"><default>R&amp;D</default></key>
              <key id="d2" for="node" attr.name="paid" attr.type="boolean"/>
              <key id="d3" for="edge" attr.name="weight" attr.type="float"/>
              <key id="d4" for="edge" attr.name="since" attr.type="int"/>
              <graph edgedefault="undirected">
                <node id="a"><data key="d0">1.5</data><data key="d2">true</data></node>
                <node id="b"><data key="d0">2</data><data key="d1">Lima</data><data key="d2">false</data></node>
                <node id="c"><data key="d1">Lima</data><data key="d2">1</data></node>
                <edge source="a" target="b"><data key="d3">2.5</data><data key="d4">1999</data></edge>
                <edge source="b" target="c" directed="true"/>
              </graph>
            </graphml>
            """;

    @Test
    void graphMlHasTypedColumnsWeightsAndDirections() throws Exception {
        Path file = write("g.xml", GRAPHML);
        OpenedGraph opened = open(file);
        assertThat(opened.format()).isEqualTo(GraphFormat.GRAPHML);
        assertThat(edges(opened)).isEqualTo("a-b:2.5 b-c:1.0");
        assertThat(columns(opened))
                .containsExactly("age number (2, 1 missing)", "paid boolean (1)", "city category (2)");
        assertThat(opened.report().notices())
                .containsExactly(
                        "columns of edges not used: since (TableOptions.withWeight names one that is their weight)");
        assertThat(opened.encoding()).isNotNull();
        assertThat(edges(openDirected(file))).isEqualTo("a>b:2.5 b>a:2.5 b>c:1.0");
        OpenedGraph other = GraphFiles.read(file, named("city", "since", "paid"));
        assertThat(other.ids().text(0)).isEqualTo("R&D");
        assertThat(other.labels()).containsExactly(1, 0);
        assertThat(other.report().irregularities()).contains("nodes whose id was given before left out: 1 (Lima)");
    }

    @Test
    void xmlReadsNothingBesidesItself() throws Exception {
        Path secret = write("secret.txt", "SECRET");
        Path file = write(
                "evil.graphml",
                GRAPHML.replace(
                                "<graphml ",
                                "<!DOCTYPE graphml [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><graphml ")
                        .replace("Lima", "&x;"));
        assertRefused(
                file,
                "FILE, line 3: expected XML without a document type, got one with <!DOCTYPE, whose entities are not read");
        write("evil.graphml", GRAPHML.replace("Lima", "&x;"));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file + ", line 11: expected ");
        // A document type that is only named is none that may be fetched, either.
        write(
                "evil.graphml",
                GRAPHML.replace("<graphml ", "<!DOCTYPE graphml SYSTEM \"http://127.0.0.1:1/x\"><graphml "));
        assertRefused(
                file,
                "FILE, line 3: expected XML without a document type, got one with <!DOCTYPE, whose entities are not read");
    }

    @Test
    void damagedGraphMlIsRefusedWithItsLine() throws Exception {
        Path file = write("g.graphml", GRAPHML.replace(">1.5<", ">old<"));
        assertRefused(file, "FILE, line 10: expected a value of type double (age), got old");
        write("g.graphml", GRAPHML.replace("key=\"d2\">true", "key=\"d9\">true"));
        assertRefused(file, "FILE, line 10: expected a key that was declared, got d9");
        write("g.graphml", GRAPHML.replace("source=\"a\" ", ""));
        assertRefused(file, "FILE, line 13: expected an attribute source of <edge>, got none");
        write("g.graphml", GRAPHML.replace("</graph>", ""));
        assertThatThrownBy(() -> open(file))
                .hasMessageStartingWith(file + ", line 16: expected well-formed XML, got an error: ");
        write("g.graphml", "<graphml><graph edgedefault='directed'/></graphml>");
        assertRefused(file, "FILE: expected 1 node or more, got 0");
    }

    @Test
    void yEdsLabelsAreNames() throws Exception {
        Path file = write("yed.graphml", """
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
                  <key for="node" id="d5" attr.name="kind" attr.type="string"/>
                  <key for="node" id="d6" yfiles.type="nodegraphics"/>
                  <graph edgedefault="directed" id="G">
                    <node id="n0"><data key="d5">x</data><data key="d6"><y:ShapeNode><y:NodeLabel>Ann</y:NodeLabel></y:ShapeNode></data></node>
                    <node id="n1"><data key="d5">y</data><data key="d6"><y:ShapeNode><y:NodeLabel>Bob</y:NodeLabel></y:ShapeNode></data></node>
                    <edge id="e0" source="n0" target="n1"/>
                  </graph>
                </graphml>
                """);
        OpenedGraph opened = open(file);
        assertThat(columns(opened)).containsExactly("kind category (2)");
        assertThat(opened.report().notices())
                .containsExactly("names of nodes: label, no feature (TableOptions.withId(\"label\") has them as ids)");
        assertThat(edges(GraphFiles.read(file, named("label", null, null)))).isEqualTo("Ann-Bob");
    }

    @Test
    void gexfHasTypedColumnsWeightsAndDirections() throws Exception {
        Path file = write("g.gexf", """
                <gexf xmlns="http://gexf.net/1.3" version="1.3">
                  <graph defaultedgetype="directed">
                    <attributes class="node">
                      <attribute id="0" title="age" type="integer"/>
                      <attribute id="1" title="tags" type="liststring"/>
                      <attribute id="2" title="kind" type="string"><default>plain</default></attribute>
                    </attributes>
                    <attributes class="edge"><attribute id="0" title="since" type="integer"/></attributes>
                    <nodes>
                      <node id="1" label="Ann"><attvalues><attvalue for="0" value="20"/><attvalue for="1" value="[red, blue]"/></attvalues></node>
                      <node id="2" label="Bob"><attvalues><attvalue for="0" value="30"/><attvalue for="1" value="red|green"/></attvalues></node>
                      <node id="3" label="Eve"><attvalues><attvalue for="0" value="31"/><attvalue for="2" value="odd"/></attvalues></node>
                    </nodes>
                    <edges>
                      <edge source="1" target="2" weight="3.5"><attvalues><attvalue for="0" value="1999"/></attvalues></edge>
                      <edge source="2" target="3" type="undirected"/>
                    </edges>
                  </graph>
                </gexf>
                """);
        OpenedGraph opened = open(file);
        assertThat(opened.format()).isEqualTo(GraphFormat.GEXF);
        assertThat(opened.ids().type()).isEqualTo("BIGINT");
        assertThat(edges(opened)).isEqualTo("1-2:3.5 2-3:1.0");
        assertThat(columns(opened))
                .containsExactly("age number (1)", "tags tokens (3, 1 missing)", "kind category (2)");
        assertThat(opened.report().notices())
                .containsExactly(
                        "columns of edges not used: since (TableOptions.withWeight names one that is their weight)",
                        "names of nodes: label, no feature (TableOptions.withId(\"label\") has them as ids)");
        assertThat(edges(openDirected(file))).isEqualTo("1>2:3.5 2>3:1.0 3>2:1.0");
        Files.writeString(file, Files.readString(file).replace("value=\"30\"", "value=\"x\""));
        assertRefused(file, "FILE, line 11: expected a value of type integer (age), got x");
    }

    @Test
    void gmlIsReadWithItsLabelsAsIds() throws Exception {
        Path file = write("g.gml", """
                # a comment
                Creator "me, \\"graph [\\" aside"
                Version 1
                graph
                [
                  directed 1
                  node [ id 3 label "caf&#233; &amp; bar" value 2.5 graphics [ x 1 w 2 ] part [ of "x" ] ]
                  node [ id 5 label "b"
                    value 3 part [ of "y" ] ]
                  edge [ source 3 target 5 weight 2 kind "k" ]
                ]
                """.replace("\\\"graph [\\\"", "aside"));
        OpenedGraph opened = open(file);
        assertThat(opened.format()).isEqualTo(GraphFormat.GML);
        assertThat(edges(openDirected(file))).isEqualTo("café & bar>b:2.0");
        assertThat(columns(opened)).containsExactly("value number (1)", "part.of category (2)");
        assertThat(opened.report().notices())
                .containsExactly(
                        "ids of nodes: their labels, which are unique",
                        "columns of edges not used: kind (TableOptions.withWeight names one that is their weight)");
        write("g.gml", "graph [ node [ id 1 label \"x\" ] node [ id 2 label \"x\" ] edge [ source 1 target 2 ] ]");
        OpenedGraph alike = open(file);
        assertThat(edges(alike)).isEqualTo("1-2");
        assertThat(alike.graph().features().columns()).isEqualTo(65);
        write("g.gml", "graph [ node [ id 1 ] edge [ source 1 ] ]");
        assertRefused(file, "FILE, line 1: expected a source and a target of each edge, got an edge without");
        write("g.gml", "graph [ node [ id 1 ");
        assertRefused(file, "FILE, line 1: expected ], got the end of the file");
        write("g.gml", "graph [ node [ id 1 x " + "[ a ".repeat(100));
        assertRefused(file, "FILE, line 1: expected lists of a graph, got lists inside lists, 65 deep");
    }

    @Test
    void nodeLinkJsonIsReadByIdByPlaceAndFromCytoscape() throws Exception {
        Path file = write("g.json", """
                {"directed": true, "graph": {"name": "x"},
                 "nodes": [{"id": "a", "age": 1, "tags": ["x", "y"], "at": [0.5, 1]},
                           {"id": "b", "age": 2.5, "tags": ["x"], "at": [1, 2], "gone": null},
                           {"id": "c", "age": null, "tags": [], "at": [2, 2]}],
                 "links": [{"source": "a", "target": "b", "weight": 2, "since": 1999}, {"source": "c", "target": "b"}]}
                """);
        OpenedGraph opened = open(file);
        assertThat(opened.format()).isEqualTo(GraphFormat.NODE_LINK);
        assertThat(edges(opened)).isEqualTo("a-b:2.0 b-c:1.0");
        assertThat(edges(openDirected(file))).isEqualTo("a>b:2.0 c>b:1.0");
        assertThat(columns(opened))
                .containsExactly("age number (2, 1 missing)", "tags tokens (2, 1 missing)", "at vector (2)");
        write(
                "g.json",
                "{\"edges\":[{\"from\":0,\"to\":1}],\"nodes\":[{\"name\":\"u\",\"g\":1},{\"name\":\"v\",\"g\":2}]}");
        OpenedGraph places = open(file);
        assertThat(edges(places)).isEqualTo("u-v");
        assertThat(places.report().notices()).contains("ends of links: places of the nodes in their list, from 0 on");
        write(
                "g.json",
                "{\"elements\":{\"nodes\":[{\"data\":{\"id\":\"p\",\"w\":1},\"position\":{\"x\":1}},{\"data\":{\"id\":\"q\",\"w\":2}}],"
                        + "\"edges\":[{\"data\":{\"id\":\"e\",\"source\":\"p\",\"target\":\"q\"}}]}}");
        OpenedGraph cytoscape = open(file);
        assertThat(edges(cytoscape)).isEqualTo("p-q");
        assertThat(columns(cytoscape)).containsExactly("w number (1)");
        write("g.json", "{\"nodes\":[{\"id\":1}],\"links\":[{\"source\":1}]}");
        assertRefused(file, "FILE: expected links with a source and a target, got one without");
        write("g.json", "{\"nodes\":[],\"links\":[3]}");
        assertRefused(file, "FILE: expected objects as nodes and links, got another value");
        write("g.json", "{\"nodes\":[],\"links\":[");
        assertThatThrownBy(() -> open(file))
                .hasMessageStartingWith(file + ", line 1: expected well-formed JSON, got an error: ");
    }

    @Test
    void pajekNetworksAreRead() throws Exception {
        Path file = write("g.net", """
                % made by hand
                *Network friends
                *Vertices 4
                1 "Ann B." 0.1 0.2 0.5 ellipse ic Red age 20
                2 "Bob" 0.2 0.2 0.5 box ic Blue age 30
                4 "Eve" age 31
                *Arcs
                1 2 2.5 c Blue
                *Edges
                2 4
                *Edgeslist
                1 3 4
                *Partition groups
                1
                """);
        OpenedGraph opened = open(file);
        assertThat(opened.format()).isEqualTo(GraphFormat.PAJEK);
        // The third vertex has no label: numbers are the ids.
        assertThat(edges(opened)).isEqualTo("1-2:2.5 1-3:1.0 1-4:1.0 2-4:1.0");
        assertThat(columns(opened)).containsExactly("age number (2, 1 missing)");
        assertThat(opened.report().notices()).containsExactly("section *partition not read");
        assertThat(edges(openDirected(file))).isEqualTo("1>2:2.5 1>3:1.0 1>4:1.0 2>4:1.0 3>1:1.0 4>1:1.0 4>2:1.0");
        write("g.net", "*vertices 2\n1 \"a\"\n2 \"b\"\n*matrix\n0 2\n0 0\n");
        assertThat(edges(openDirected(file))).isEqualTo("a>b:2.0");
        write("g.net", "*Vertices 3\n*Arcs\n1 4\n");
        assertRefused(file, "FILE, line 3: expected the number of a vertex, 1 to 3, got 4");
        write("g.net", "*Vertices 2000000000\n*Arcs\n");
        assertRefused(file, "FILE: expected at most 1000 nodes in a file of its size, got a claim of 2000000000");
        write("g.net", "*Vertices 1\n1 \"a\n");
        assertRefused(file, "FILE, line 2: expected a closing quotation mark, got the end of the line");
        write("g.net", "*Vertices 1\n*Vertices 1\n");
        assertRefused(
                file, "FILE, line 2: expected one network, got another *Vertices; split a project into its networks");
    }

    @Test
    void edgesToNodesThatAreNotThereAreLeftOutAndCounted() throws Exception {
        Path file = write(
                "g.json",
                "{\"nodes\":[{\"id\":7},{\"id\":8}],\"links\":[{\"source\":7,\"target\":8},{\"source\":7,\"target\":\"x\"}]}");
        OpenedGraph opened = open(file);
        assertThat(edges(opened)).isEqualTo("7-8");
        assertThat(opened.report().irregularities())
                .containsExactly("nodes that only edges name: 1 (x); edges to them left out: 1");
    }

    @Test
    void compressedAndOtherEncodingsAreRead() throws Exception {
        Path zipped = folder.resolve("g.graphml.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(GRAPHML.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(edges(open(zipped))).isEqualTo("a-b:2.5 b-c:1.0");
        byte[] bytes = Files.readAllBytes(zipped);
        Files.write(zipped, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> open(zipped))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(zipped + ": expected readable data, got damaged data; copy the file again");
        for (String encoding : List.of("ISO-8859-1", "UTF-8", "windows-1252")) {
            String xml = GRAPHML.replace("1.0\"", "1.0\" encoding=\"" + encoding + "\"")
                    .replace("id=\"a\"", "id=\"\u00e4\"")
                    .replace("source=\"a\"", "source=\"\u00e4\"");
            Path file = Files.write(folder.resolve("e.graphml"), xml.getBytes(Charset.forName(encoding)));
            assertThat(edges(open(file))).as(encoding).isEqualTo("b-c:1.0 \u00e4-b:2.5");
            // Without a declaration it is told by the bytes.
            Files.write(file, xml.replace(" encoding=\"" + encoding + "\"", "").getBytes(Charset.forName(encoding)));
            assertThat(edges(open(file))).as(encoding).isEqualTo("b-c:1.0 \u00e4-b:2.5");
        }
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            Path marked = Files.write(folder.resolve("m.graphml"), ("\ufeff" + GRAPHML).getBytes(charset));
            assertThat(edges(open(marked))).isEqualTo("a-b:2.5 b-c:1.0");
        }
        String net = "*Vertices 2\r1 \"J\u00fcrgen\"\r2 \"b\"\r*Edges\r1 2\r";
        Path latin = Files.write(folder.resolve("l.net"), net.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(edges(open(latin))).isEqualTo("J\u00fcrgen-b");
        Path wide = Files.write(folder.resolve("w.net"), ("\ufeff" + net).getBytes(StandardCharsets.UTF_16LE));
        assertThat(edges(open(wide))).isEqualTo("J\u00fcrgen-b");
    }

    @Test
    void theCasesAreRead() throws Exception {
        for (String name : List.of("graphml/g.graphml", "gexf/g.gexf", "gml/g.gml", "nodelink/g.json", "pajek/g.net")) {
            OpenedGraph opened = open(Cases.require(name));
            Cases.assertCase(opened);
            assertThat(columns(opened)).as(name).containsExactly("age number (1)", "city category (3)");
            assertThat(opened.ids().text(29)).isEqualTo("n29");
        }
    }

    @Test
    void listsOfNeighborsAreRead() throws Exception {
        Path file = Files.writeString(folder.resolve("adjacency.json"), """
                {"directed": false, "multigraph": false, "graph": [], "nodes": [{"id": "a", "age": 3}, {"id": "b", "age": 4}, {"id": "c"}],
                 "adjacency": [[{"weight": 1.5, "id": "b"}], [{"weight": 1.5, "id": "a"}, {"id": "c"}], [{"id": "b"}]]}
                """);
        assertThat(edges(open(file))).isEqualTo("a-b:1.5 b-c:1.0");
        Files.writeString(file, Files.readString(file).replace("\"directed\": false", "\"directed\": true"));
        assertThat(edges(openDirected(file))).isEqualTo("a>b:1.5 b>a:1.5 b>c:1.0 c>b:1.0");
        Files.writeString(file, "{\"nodes\": [{\"id\": 1}, {\"id\": 2}], \"adjacency\": [[{\"id\": 2}]]}");
        assertThatThrownBy(() -> open(file)).hasMessage(file + ": expected 2 lists of neighbors (nodes), got 1");
    }
}
