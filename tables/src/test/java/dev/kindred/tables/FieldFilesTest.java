package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.DenseRows;
import dev.kindred.graph.Features;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.graph.SparseRows;
import dev.kindred.tables.TableOptions.Header;
import dev.kindred.tables.TableOptions.IdRule;
import dev.kindred.tables.TableOptions.LostEdges;
import dev.kindred.tables.TableOptions.Matching;
import dev.kindred.tables.TableOptions.Names;
import dev.kindred.tables.TableOptions.TextFormat;
import dev.kindred.tables.TableOptions.UnknownNodes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as spreadsheets, databases and programs of the field write them: what they hold is found from it, held against the values, and said. */
class FieldFilesTest {
    private static final int N = 20;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static TableGraph read(@Nullable Path nodes, Path edges, TableOptions options) throws IOException {
        TableSource edgeFile = TableSource.files(edges.toString());
        return nodes == null
                ? GraphTables.readEdges(edgeFile, options)
                : GraphTables.read(TableSource.files(nodes.toString()), edgeFile, options);
    }

    private static TableGraph read(@Nullable Path nodes, Path edges) throws IOException {
        return read(nodes, edges, TableOptions.defaults());
    }

    /** A ring; its ids as a format makes them of 0 to 19. */
    private Path ring(String format) throws IOException {
        return ring("source,target", format + "," + format);
    }

    private Path ring(String header, String row) throws IOException {
        StringBuilder text = new StringBuilder(header + "\n");
        for (int i = 0; i < N; i++) {
            text.append(row.formatted(i, (i + 1) % N)).append('\n');
        }
        return write("edges.csv", text.toString());
    }

    /** Nodes with ids 0 to 19 and one column. */
    private Path column(String name, List<String> values) throws IOException {
        StringBuilder text = new StringBuilder("id," + name + "\n");
        for (int i = 0; i < N; i++) {
            text.append(i).append(",\"").append(values.get(i % values.size())).append("\"\n");
        }
        return write("nodes.csv", text.toString());
    }

    private static float[] cells(TableGraph table, int column) {
        Features features = table.graph().features();
        float[] cells = new float[features.rows()];
        switch (features) {
            case DenseRows dense -> dense.forEachRow((row, values, from) -> cells[row] = values[from + column]);
            case SparseRows sparse ->
                sparse.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        if (columns[e] == column) {
                            cells[row] = values[e];
                        }
                    }
                });
        }
        return cells;
    }

    private TableGraph ofColumn(List<String> values) throws IOException {
        return read(column("x", values), ring("%d"));
    }

    private static String kind(TableGraph table) {
        return table.report().columns().getFirst().toString();
    }

    @Test
    void numbersAsPeopleWriteThem() throws Exception {
        float[] plain = cells(ofColumn(List.of("1234.5", "-20", "3", "40")), 0);
        for (List<String> written : List.of(
                List.of("$1,234.50", "-$20", "$3.00", "$40"),
                List.of("1,234.5", "(20)", "3", "40"),
                List.of("1.234,5", "-20,0", "3", "40"),
                List.of("1.234,50 €", "-20 €", "3 €", "40 €"),
                List.of("1'234.5", "-20", "3", "40"),
                List.of("1234.5%", "-20%", "3%", "40%"),
                List.of("1 234,5", "-20", "3,0", "40"))) {
            TableGraph table = ofColumn(written);
            assertThat(kind(table)).as(written.toString()).isEqualTo("x number (1)");
            assertThat(cells(table, 0)).as(written.toString()).isEqualTo(plain);
        }
        assertThat(ofColumn(List.of("1,234", "2,345", "3,456")).report().notices())
                .contains(
                        "column x: all commas and points may part thousands or fractions; read as numbers with a decimal point, such as 1,234.50 "
                                + "(TableOptions.ignoring(\"x\") leaves it out)",
                        "read as numbers with a decimal point, such as 1,234.50: x");
    }

    @Test
    void daysAsPeopleWriteThem() throws Exception {
        float[] plain = cells(ofColumn(List.of("2020-01-13", "2020-02-01", "2019-12-31")), 0);
        for (List<String> written : List.of(
                List.of("1/13/2020", "2/1/2020", "12/31/2019"),
                List.of("13.01.2020", "01.02.2020", "31.12.2019"),
                List.of("13/01/2020", "01/02/2020", "31/12/2019"),
                List.of("13 Jan 2020", "1 Feb 2020", "31 Dec 2019"),
                List.of("January 13, 2020", "February 1, 2020", "December 31, 2019"),
                List.of("1/13/20", "2/1/20", "12/31/19"))) {
            TableGraph table = ofColumn(written);
            assertThat(kind(table)).as(written.toString()).isEqualTo("x date (5)");
            assertThat(cells(table, 0)).as(written.toString()).isEqualTo(plain);
        }
        TableGraph seconds = read(column("created_at", List.of("1578873600", "1580515200", "1577750400")), ring("%d"));
        assertThat(kind(seconds)).isEqualTo("created_at date (5)");
        assertThat(cells(seconds, 0)).isEqualTo(plain);
        assertThat(ofColumn(List.of("1/2/2020", "3/4/2020", "5/6/2020"))
                        .report()
                        .notices())
                .contains(
                        "column x: day and month cannot be told apart; read as days with the month first, such as 12/31/2020 (TableOptions.ignoring(\"x\") leaves it out)");
    }

    @Test
    void flagsCodesMarkersAndLists() throws Exception {
        assertThat(kind(ofColumn(List.of("on", "off")))).isEqualTo("x boolean (1)");
        assertThat(kind(ofColumn(List.of("1", "0")))).isEqualTo("x boolean (1)");
        assertThat(cells(ofColumn(List.of("1.0", "0.0")), 0)).startsWith(1, 0, 1);
        assertThat(kind(ofColumn(List.of("00501", "10001", "02134")))).isEqualTo("x category (3)");
        for (String marker : List.of("?", ".", "#N/A", "unknown", "NULL", "NA")) {
            assertThat(kind(ofColumn(List.of("Rome", "Oslo", marker, "Paris"))))
                    .as(marker)
                    .isEqualTo("x category (4, 5 missing)");
            assertThat(kind(ofColumn(List.of("1.5", "2", marker, "4"))))
                    .as(marker)
                    .isEqualTo("x number (2, 5 missing)");
        }
        assertThat(ofColumn(List.of("DE", "NA", "FR")).encoding().features()).containsExactly("x=DE", "x=FR", "x=NA");
        assertThat(kind(ofColumn(List.of("[0.1 1.2 3. ]", "[0.5 1.5\n 2. ]")))).isEqualTo("x vector (3)");
        assertThat(ofColumn(List.of("[1, 5, 9]", "[2]", "[5, 7]")).encoding().features())
                .containsExactly("x:1", "x:2", "x:5", "x:7", "x:9");
        assertThat(ofColumn(List.of("['New York', 'b']", "['b']")).encoding().features())
                .containsExactly("x:New York", "x:b");
        assertThat(ofColumn(List.of("Action|Drama", "Drama")).encoding().features())
                .containsExactly("x:Action", "x:Drama");
        assertThat(ofColumn(List.of("[1, 5, 9]", "[2, 3, 4]")).report().notices())
                .contains(
                        "column x: lists of 3 whole numbers each are read as vectors (TableOptions.withKind(\"x\", TOKENS) reads them as sets, such as indices of words)");
    }

    @Test
    void aFormIsKeptWithTheEncoding() throws Exception {
        Path nodes = write(
                "prices.csv",
                "id;price;day\n"
                        + IntStream.range(0, N)
                                .mapToObj(i -> i + ";" + i + ",5;" + (1 + i) + ".02.2020\n")
                                .reduce("", String::concat));
        TableGraph fitted = read(nodes, ring("%d"));
        assertThat(fitted.encoding().forms())
                .containsEntry("price", TextForm.DECIMAL_COMMA)
                .containsEntry("day", TextForm.DAY_FIRST);
        FeatureEncoding.read(write("none.json", "{\"columns\": []}"));
        Path file = folder.resolve("encoding.json");
        fitted.encoding().write(file);
        assertThat(Files.readString(file)).contains("\"price\" : \"decimal-comma\"");
        FeatureEncoding saved = FeatureEncoding.read(file);
        assertThat(saved.forms()).isEqualTo(fitted.encoding().forms());
        // One row alone would not tell the form.
        Path one = write("one.csv", "id;price;day\n0;2,5;03.02.2020\n1;3,5;04.02.2020\n");
        TableGraph again = read(
                one, write("two.csv", "a,b\n0,1\n"), TableOptions.defaults().encodedBy(saved));
        assertThat(cells(again, 0)).containsExactly(cells(fitted, 0)[2], cells(fitted, 0)[3]);
        Path broken = write("broken.csv", "id;price;day\n0;2,5;03.02.2020\n1;cheap;04.02.2020\n");
        assertThatThrownBy(() -> read(
                        broken,
                        write("two.csv", "a,b\n0,1\n"),
                        TableOptions.defaults().encodedBy(saved)))
                .hasMessage(broken
                        + ", line 3, column price: expected numbers with a decimal comma, such as 1.234,50, got 1;cheap;04.02.2020 (as in "
                        + "the encoding); TableOptions.skippingBadRows leaves such rows out");
    }

    @Test
    void whatAnEncodingCannotEncodeIsAnError() throws Exception {
        Path nodes = write(
                "fit.csv",
                "id,age,paid,vec\n"
                        + IntStream.range(0, N)
                                .mapToObj(i ->
                                        i + "," + i * i + "," + (i % 2 == 0 ? "yes" : "no") + ",\"[" + i + ", 0.5]\"\n")
                                .reduce("", String::concat));
        FeatureEncoding saved = read(nodes, ring("%d")).encoding();
        TableOptions encoded = TableOptions.defaults().encodedBy(saved);
        Path edges = write("two.csv", "a,b\n0,1\n");
        String end = " (as in the encoding); TableOptions.skippingBadRows leaves such rows out";
        Path age = write("age.csv", "id,age,paid,vec\n0,1,yes,\"[1, 2]\"\n1,old,no,\"[1, 2]\"\n");
        assertThatThrownBy(() -> read(age, edges, encoded))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(age + ", line 3, column age: expected a number, got 1,old,no,\"[1, 2]\"" + end);
        Path flag = write("flag.csv", "id,age,paid,vec\n0,1,maybe,\"[1, 2]\"\n1,2,no,\"[1, 2]\"\n");
        assertThatThrownBy(() -> read(flag, edges, encoded))
                .hasMessage(flag + ", line 2, column paid: expected true or false, got 0,1,maybe,\"[1, 2]\"" + end);
        Path list = write("list.csv", "id,age,paid,vec\n0,1,yes,\"[1, x]\"\n1,2,no,\"[1, 2]\"\n");
        assertThatThrownBy(() -> read(list, edges, encoded))
                .hasMessage(list
                        + ", line 2, column vec: expected a list of numbers, such as [0.1, 0.2], got 0,1,yes,\"[1, x]\""
                        + end);
        Path longer = write("longer.csv", "id,age,paid,vec\n0,1,yes,\"[1, 2]\"\n\n1,2,no,\"[1, 2,\n 3]\"\n");
        assertThatThrownBy(() -> read(longer, edges, encoded))
                .hasMessage(longer + ", line 4, column vec: expected 2 numbers, got 1,2,no,\"[1, 2,  3]\"" + end);
        TableGraph rest = read(
                longer,
                edges,
                encoded.skippingBadRows(folder.resolve("rejects.csv"))
                        .withMatching(new Matching(IdRule.AUTO, UnknownNodes.LEAVE_OUT, LostEdges.ALLOW)));
        assertThat(rest.report().irregularities()).contains("malformed rows of nodes left out: 1");
        assertThat(Files.readAllLines(folder.resolve("rejects.csv")).get(1)).startsWith(longer + ",4,vec,2 numbers,");
    }

    @Test
    void textInAnyEncodingAndWithAnyLineEnds() throws Exception {
        String text = "id,city,age\n"
                + IntStream.range(0, N)
                        .mapToObj(i -> i + "," + (i % 2 == 0 ? "Köln" : "Zürich") + "," + i * i + "\n")
                        .reduce("", String::concat);
        List<String> expected =
                read(write("nodes.csv", text), ring("%d")).encoding().features();
        assertThat(expected).containsExactly("city=Köln", "city=Zürich", "age");
        for (Charset charset : List.of(
                StandardCharsets.ISO_8859_1,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE)) {
            Path file = Files.write(folder.resolve("nodes.csv"), text.getBytes(charset));
            assertThat(read(file, ring("%d")).encoding().features())
                    .as(charset.name())
                    .isEqualTo(expected);
        }
        assertThat(read(write("nodes.csv", text.replace('\n', '\r')), ring("%d"))
                        .encoding()
                        .features())
                .isEqualTo(expected);
        Path latin = Files.write(folder.resolve("nodes.csv"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read(latin, ring("%d")).report().notices())
                .contains(latin
                        + ": read as windows-1252, since it is not UTF-8 (TableOptions.withCharset names another)");
        TableOptions greek =
                TableOptions.defaults().withText(new TextFormat(Header.AUTO, Charset.forName("ISO-8859-7")));
        assertThat(read(latin, ring("%d"), greek).encoding().features()).contains("city=Kφln");
    }

    @Test
    void headersAndSeparatorsAreFound() throws Exception {
        Path none = write("edges.csv", "0,1\n0,2\n1,2\n2,3\n");
        TableGraph read = read(null, none);
        assertThat(read.graph().graph().edges()).isEqualTo(8);
        assertThat(read.report().notices())
                .contains(
                        none
                                + ": the first row looks like the others and is read as data; columns are named column1, column2 (TableOptions.withHeader(PRESENT) reads it as names)");
        TableOptions header = TableOptions.defaults().withText(new TextFormat(Header.PRESENT, null));
        assertThat(read(null, none, header).graph().graph().edges()).isEqualTo(6);
        TableOptions noHeader = TableOptions.defaults().withText(new TextFormat(Header.ABSENT, null));
        assertThat(read(null, write("edges.csv", "a,b\nb,c\n"), noHeader)
                        .graph()
                        .nodes())
                .isEqualTo(3);
        assertThat(read(null, write("edges.csv", "c-1871,c-1095\nc-2,c-3\nc-1871,c-2\n"))
                        .graph()
                        .nodes())
                .isEqualTo(4);
        assertThat(read(null, write("edges.csv", "ann,bob\nbob,ann\nbob,cid\nann,cid\n"))
                        .graph()
                        .nodes())
                .isEqualTo(3);
        for (String blanks : List.of(
                "0 1\n0 2\n1 2\n",
                " 0   1\n 0\t2\n 1   2\n",
                "# nodes: 3\n# a b c\n0\t1\n0\t2\n1\t2\n",
                "0 1\n# between\n0 2\n1 2\n")) {
            Path file = write("graph.txt", blanks);
            assertThat(read(null, blanks.startsWith("0 1\n#") ? write("graph.txt", "# first\n" + blanks) : file)
                            .graph()
                            .graph()
                            .edges())
                    .as(blanks)
                    .isEqualTo(6);
        }
        Path bar = write(
                "c.txt",
                "id|x\n"
                        + IntStream.range(0, N)
                                .mapToObj(i -> i + "|" + i * i + "\n")
                                .reduce("", String::concat));
        assertThat(read(bar, ring("%d")).encoding().features()).containsExactly("x");
        Path matrix = write("m.csv", ";A;B;C;D\nA;0;1;0;2\nB;1;0;0;0\nC;0;0;0;1\nD;2;0;1;0\n");
        assertThat(read(null, matrix).graph().graph().weights()).containsExactly(1, 2, 1, 2, 1, 1);
        Path twice = write(
                "nodes.csv",
                "id,,age\n"
                        + IntStream.range(0, N)
                                .mapToObj(i -> i + ",x," + i * i + ",\n")
                                .reduce("", String::concat));
        assertThat(read(twice, ring("%d")).report().columns().stream().map(TableReport.Column::toString))
                .containsExactly("Unnamed: 1 left out: constant", "age number (1)", "Unnamed: 3 left out: empty");
    }

    @Test
    void filesWithoutAnEndingAreLookedInto() throws Exception {
        TableGraph blanks = read(null, write("links", "a b\nb c\nc a\na d\n"));
        assertThat(blanks.graph().nodes()).isEqualTo(4);
        assertThat(blanks.graph().graph().edges()).isEqualTo(8);
        TableGraph lines =
                read(null, write("links.data", "{\"source\":1,\"target\":2}\n{\"source\":2,\"target\":3}\n"));
        assertThat(lines.graph().nodes()).isEqualTo(3);
        Path archive = write("links.bin", "PK\u0003\u0004");
        assertThatThrownBy(() -> read(null, archive))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(archive
                        + ": expected a table in CSV, JSON lines or Parquet, got a zip archive; unpack it first");
        Path database = write("links.db", "SQLite format 3\u0000");
        assertThatThrownBy(() -> read(null, database))
                .hasMessage(database
                        + ": expected a table in CSV, JSON lines or Parquet, got an SQLite database"
                        + " (jdbc:sqlite:FILE); read it by TableSource.query");
    }

    @Test
    void edgesAsNetworkxWritesThem() throws Exception {
        TableGraph weighted = read(
                null,
                write(
                        "g.edgelist",
                        "a b {'weight': 1.5}\nb c {'color': 'red', 'weight': 2}\nc a {}\nc d {'weight': 1}\n"));
        assertThat(weighted.report().notices())
                .contains(folder.resolve("g.edgelist")
                        + ": attributes of edges stand in braces: their weight is read, others are left out");
        assertThat(weighted.graph().graph().edges()).isEqualTo(6);
        assertThat(weighted.graph().graph().weights()).containsExactly(1.5f, 1.5f, 2, 2, 1, 1);
        assertThat(weighted.report().irregularities()).containsExactly("edges without a weight left out: 1");
        TableGraph plain = read(null, write("g.edgelist", "# comment\n1 2 {}\n2 3 {}\n3 1 {}\n"));
        assertThat(plain.graph().graph().edges()).isEqualTo(6);
        assertThat(plain.graph().graph().isWeighted()).isFalse();
        TableGraph lists = read(null, write("g.txt", "# GMT\na b c d\nb c\nc\nd\ne\n"));
        assertThat(lists.report().notices())
                .contains(folder.resolve("g.txt") + ": read as lists of neighbors, a node first in each line");
        assertThat(lists.graph().graph().edges()).isEqualTo(8);
        assertThat(lists.graph().nodes()).isEqualTo(5);
    }

    @Test
    void objectsAreNoIds() throws Exception {
        Path file = write("nested.json", "{\"a\":{\"b\":[1]},\"b\":{\"a\":[2]}}");
        assertThatThrownBy(() -> read(null, file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        file
                                + ": expected ids in column a, got lists or objects; TableOptions.withSource and TableOptions.withTarget name other columns");
    }

    @Test
    void apocsLinesHoldNodesAndRelationships() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < N; i++) {
            lines.append("{\"type\":\"node\",\"id\":\"%d\",\"labels\":[\"P\"],\"properties\":{\"age\":%d}}%n"
                    .formatted(i, i * i));
        }
        for (int i = 0; i < N; i++) {
            lines.append(
                    "{\"id\":\"%d\",\"type\":\"relationship\",\"label\":\"KNOWS\",\"properties\":{\"since\":%d},\"start\":{\"id\":\"%d\"},\"end\":{\"id\":\"%d\"}}%n"
                            .formatted(i, 2000 + i * i, i, (i + 1) % N));
        }
        Path file = write("all.json", lines.toString());
        for (TableGraph read : List.of(read(null, file), read(file, file))) {
            assertThat(read.graph().nodes()).isEqualTo(N);
            assertThat(read.graph().graph().edges()).isEqualTo(2 * N);
            assertThat(read.encoding().features()).containsExactly("age");
            assertThat(read.report().notices())
                    .contains(
                            "nodes and relationships in one file, as APOC exports them",
                            "edges: from column _start to column _end (TableOptions.withSource, TableOptions.withTarget, TableOptions.withWeight name others)",
                            "numeric edge columns not used: since (TableOptions.withWeight(\"since\"))");
        }
    }

    @Test
    void labelsThatShowNodesAreNoFeatures() throws Exception {
        List<String> names = IntStream.range(0, N).mapToObj(i -> "Person " + i).toList();
        assertThat(kind(read(column("Label", names), ring("%d")))).isEqualTo("Label left out: id-like");
        assertThat(kind(read(column("label", List.of("group one", "group two")), ring("%d"))))
                .isEqualTo("label words (3)");
    }

    @Test
    void dictionariesOfNeighborsAreEdges() throws Exception {
        TableGraph lists = read(null, write("adj.json", "{\"a\":[\"b\",\"c\"],\"b\":[\"c\"],\"c\":[],\"d\":[\"a\"]}"));
        assertThat(lists.graph().nodes()).isEqualTo(4);
        assertThat(lists.graph().graph().edges()).isEqualTo(8);
        TableGraph weighted = read(
                null,
                write(
                        "adj.json",
                        "{\"1\":{\"2\":2.5,\"3\":{\"note\":[{}],\"weight\":3}},\"2\":{\"3\":{\"weight\":1}},\"3\":{}}"));
        assertThat(weighted.graph().graph().weights()).containsExactly(2.5f, 3, 2.5f, 1, 3, 1);
    }

    @Test
    void guessesAreHeldAgainstTheValues() throws Exception {
        StringBuilder text = new StringBuilder("id,new_id,company\n");
        for (int i = 0; i < N; i++) {
            text.append("a")
                    .append(i)
                    .append(',')
                    .append(500 + i)
                    .append(",c")
                    .append(i % 3)
                    .append('\n');
        }
        Path nodes = write("nodes.csv", text.toString());
        TableGraph second = read(nodes, ring("kind,since,a_node,b_node", "k,2020,5%02d,5%02d"));
        assertThat(second.ids().text(0)).isEqualTo("500");
        assertThat(second.report().notices())
                .contains(
                        "ids of nodes: column new_id, whose values the edges hold (TableOptions.withId names another)",
                        "edges: from column a_node to column b_node, which hold the ids (TableOptions.withSource, TableOptions.withTarget, TableOptions.withWeight name others)");
        StringBuilder notUnique = new StringBuilder("id,account\n");
        for (int i = 0; i < N; i++) {
            notUnique.append("c").append(i % 3).append(",n").append(i).append('\n');
        }
        assertThat(read(write("nodes.csv", notUnique.toString()), ring("n%d"))
                        .ids()
                        .text(1))
                .isEqualTo("n1");
        Path splink = ring("match_weight,match_probability,unique_id_l,unique_id_r", "1.5,0.9,n%d,n%d");
        assertThat(read(null, splink).graph().nodes()).isEqualTo(N);
        Path counted = ring("nr,who,whom,amount", "7%d,n%1$d,n%2$d,2.5");
        TableGraph byValues = read(null, counted);
        assertThat(byValues.graph().nodes()).isEqualTo(N);
        assertThat(byValues.report().notices())
                .contains(
                        "edges: from column who to column whom, which share their values (TableOptions.withSource, TableOptions.withTarget, TableOptions.withWeight name others)");
        Path amount = ring("source,target,amount", "n%d,n%d,%1$d.5");
        assertThat(read(null, amount).report().notices())
                .contains("numeric edge columns not used: amount (TableOptions.withWeight(\"amount\"))");
    }

    @Test
    void idsAreMatchedByRules() throws Exception {
        Path numbers = column("x", List.of("1", "2", "4"));
        assertThat(read(numbers, ring("%d.0")).report().notices())
                .contains(
                        "ids of edges and nodes are matched as numbers, so that 12.0 is 12 (TableOptions.withIdRule)");
        assertThat(read(numbers, ring(" %d")).graph().graph().edges()).isEqualTo(2 * N);
        Path padded = ring("%03d");
        assertThatThrownBy(() -> read(numbers, padded))
                .hasMessage(padded + ": expected both ends of the edges (columns source and target) among the ids of "
                        + numbers
                        + " (column id), got 20 of 20 edges without; the ids are the same as numbers, so that 007 is 7: TableOptions.withIdRule(NUMBER); "
                        + "TableOptions.allowingLostEdges goes on without such edges");
        TableOptions asked = TableOptions.defaults()
                .withMatching(new Matching(IdRule.NUMBER, UnknownNodes.LEAVE_OUT, LostEdges.REFUSE));
        assertThat(read(numbers, padded, asked).graph().graph().edges()).isEqualTo(2 * N);
        assertThatThrownBy(() -> read(write("alike.csv", "id,x\n7,1\n007,2\n"), padded, asked))
                .hasMessage(
                        "ids of nodes: expected ids that differ when matched as numbers, so that 007 is 7 (TableOptions.withIdRule(NUMBER)), got 007, 7");
        assertThatThrownBy(() -> read(
                        column("x", List.of("1", "2")),
                        ring("n%d"),
                        TableOptions.defaults().withNames(new Names("x", null, null, null, null))))
                .hasMessageContaining(
                        "expected an id once a row in column x, got 18 of 20 rows whose id was given before");
        TableOptions wrong = TableOptions.defaults().withNames(new Names("x", null, null, null, null));
        assertThatThrownBy(() -> read(column("x", List.of("1", "2")), ring("%d"), wrong))
                .hasMessage(folder.resolve("nodes.csv")
                        + ": expected an id once a row in column x, got 18 of 20 rows whose id was given before; 100 % of the edges find both "
                        + "ends by TableOptions.withId(\"id\")");
        Path stranger = ring("z%d");
        assertThatThrownBy(() -> read(numbers, stranger))
                .hasMessage(
                        stranger + ": expected both ends of the edges (columns source and target) among the ids of "
                                + numbers
                                + " (column id), got 20 of 20 edges without; the nodes have ids such as 0, 1, the edges name z0, z1 (TableOptions.withId, TableOptions.withSource and "
                                + "TableOptions.withTarget name other columns); TableOptions.allowingLostEdges goes on without such edges");
        TableOptions allowed = TableOptions.defaults()
                .withMatching(new Matching(IdRule.AUTO, UnknownNodes.LEAVE_OUT, LostEdges.ALLOW));
        assertThat(read(numbers, stranger, allowed).graph().graph().edges()).isZero();
    }

    @Test
    void nodesThatOnlyEdgesNameAreKeptWhereAsked() throws Exception {
        Path customers = column("age", List.of("30", "40", "50"));
        Path purchases = ring("customer,product", "%d,p%d");
        TableOptions kept =
                TableOptions.defaults().withMatching(new Matching(IdRule.AUTO, UnknownNodes.KEEP, LostEdges.REFUSE));
        TableGraph read = read(customers, purchases, kept);
        assertThat(read.graph().nodes()).isEqualTo(2 * N);
        assertThat(read.ids().text(N)).isEqualTo("p1");
        assertThat(read.encoding().features()).containsExactly("age", "age missing");
        assertThat(cells(read, 1)[0]).isZero();
        assertThat(cells(read, 1)[N]).isEqualTo(1);
        assertThat(read.report().notices()).contains("nodes that only edges name: 20, kept without attributes");
    }

    @Test
    void featuresInATableOfTheirOwn() throws Exception {
        StringBuilder triples = new StringBuilder("node,feature,value\n");
        for (int i = 0; i < N; i++) {
            triples.append(i)
                    .append(",f")
                    .append(i % 3)
                    .append(',')
                    .append(i + 0.5)
                    .append('\n');
            triples.append(i).append(",f9,2\n");
        }
        Path features = write("features.csv", triples.toString());
        Path edges = ring("%d");
        assertThatThrownBy(() -> read(features, edges))
                .hasMessage(features
                        + ": expected an id once a row in column node, got 20 of 40 rows whose id was given before; TableOptions.withId names another column; "
                        + "rows of a node, a feature and a number are read by TableOptions.withMoreFeatures");
        TableOptions options = TableOptions.defaults().withMoreFeatures(TableSource.files(features.toString()));
        TableGraph alone = read(null, edges, options);
        assertThat(alone.encoding().features()).containsExactly("feature:f0", "feature:f1", "feature:f2", "feature:f9");
        assertThat(cells(alone, 1)).startsWith(0, 1.5f, 0, 0, 4.5f);
        assertThat(cells(alone, 3)).containsOnly(2);
        TableGraph joined = read(column("age", List.of("1", "2", "4")), edges, options);
        assertThat(joined.encoding().features())
                .containsExactly("age", "feature:f0", "feature:f1", "feature:f2", "feature:f9");
        Path members = write(
                "members.csv",
                "person,group_name\n"
                        + IntStream.range(0, 2 * N)
                                .mapToObj(i -> i % N + ",g" + i % 7 + "\n")
                                .reduce("", String::concat));
        assertThat(read(null, edges, TableOptions.defaults().withMoreFeatures(TableSource.files(members.toString())))
                        .encoding()
                        .features())
                .hasSize(7);
        Path lists = write(
                "features.json",
                "{"
                        + String.join(
                                ", ",
                                IntStream.range(0, N)
                                        .mapToObj(i -> "\"" + i + "\": [" + i % 4 + ", 1" + i % 2 + "]")
                                        .toList())
                        + "}");
        assertThat(read(lists, edges).encoding().features())
                .containsExactly("features:0", "features:1", "features:2", "features:3", "features:10", "features:11");
    }

    @Test
    void nothingToFindIsSaidFirst() throws Exception {
        List<String> complete = new ArrayList<>(List.of("source,target"));
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < i; j++) {
                complete.add(i + "," + j);
            }
        }
        Path edges = write("complete.csv", String.join("\n", complete));
        assertThat(read(null, edges).report().irregularities())
                .containsExactly(
                        "there is nothing to find: edges join 100 % of all pairs of nodes, with equal weights, and no column tells nodes apart");
        assertThat(read(column("x", List.of("1", "2", "4")), edges).report().irregularities())
                .containsExactly(
                        "edges join 100 % of all pairs of nodes, with equal weights: they say hardly anything about groups, which only the features can show");
    }

    @Test
    void answersAreWarnedOf() throws Exception {
        TableGraph read = read(column("class", List.of("red", "green", "blue")), ring("%d"));
        assertThat(read.report().irregularities())
                .containsExactly(
                        "column class may be the answer that clusters are to be compared with, and is a feature: TableOptions.withLabel(\"class\") compares with it, "
                                + "TableOptions.ignoring(\"class\") leaves it out, TableOptions.withKind(\"class\", CATEGORY) keeps it without this warning");
        TableOptions kept = TableOptions.defaults().withKind("class", ColumnKind.CATEGORY);
        assertThat(read(column("class", List.of("red", "green", "blue")), ring("%d"), kept)
                        .report()
                        .irregularities())
                .isEmpty();
    }

    @Test
    void constantColumnsAreOneLine() throws Exception {
        StringBuilder text = new StringBuilder("id,x");
        IntStream.range(0, 60).forEach(c -> text.append(",same").append(c));
        text.append('\n');
        for (int i = 0; i < N; i++) {
            text.append(i).append(',').append(i * i).append(",7".repeat(60)).append('\n');
        }
        assertThat(read(write("wide.csv", text.toString()), ring("%d")).report().irregularities())
                .containsExactly("constant columns left out: 60 columns, such as same0, same1, same2");
    }
}
