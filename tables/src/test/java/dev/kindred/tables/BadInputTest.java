package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions.Irregularities;
import dev.kindred.tables.TableOptions.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which tables can be wrong, with the whole message. */
class BadInputTest {
    private static final String SKIP = "; TableOptions.skippingBadRows leaves such rows out";

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private TableGraph read(Path nodes, Path edges, TableOptions options) throws IOException {
        return GraphTables.read(TableSource.files(nodes.toString()), TableSource.files(edges.toString()), options);
    }

    private void assertFails(String message, Path nodes, Path edges, TableOptions options) {
        assertThatThrownBy(() -> read(nodes, edges, options))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    private void assertFails(String message, Path nodes, Path edges) {
        assertFails(message, nodes, edges, TableOptions.defaults());
    }

    private Path nodes() throws IOException {
        return write("nodes.csv", "id,age\na,1\nb,2\nc,3\n");
    }

    private Path edges() throws IOException {
        return write("edges.csv", "source,target\na,b\nb,c\n");
    }

    private static Names names(
            @Nullable String id, @Nullable String source, @Nullable String target, @Nullable String weight) {
        return new Names(id, source, target, weight, null);
    }

    @Test
    void filesThatAreNotThereOrNotTables() throws Exception {
        Path none = folder.resolve("none.csv");
        assertFails(none + ": expected a file, got nothing there", none, edges());
        Path glob = folder.resolve("none-*.csv");
        assertFails(glob + ": expected a file, got nothing there", glob, edges());
        Path word = write("nodes.xlsx", "PK\u0003\u0004");
        assertFails(
                word + ": expected a table in CSV, JSON lines or Parquet, got a spreadsheet; save it as CSV",
                word,
                edges());
        Path parquet = write("nodes.parquet", "id,age\na,1\n");
        assertThatThrownBy(() -> read(parquet, edges(), TableOptions.defaults()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(parquet
                        + ": expected a file in the format of its name, got one that is not: Invalid Input Error: File '"
                        + parquet + "' too small to be a Parquet file");
    }

    @Test
    void headers() throws Exception {
        Path empty = write("empty.csv", "");
        assertFails(empty + ", line 1: expected a header with the names of the columns, got nothing", empty, edges());
        Path only = write("only.csv", "id,age\n");
        assertFails(only + ": expected 1 node or more, got 0", only, edges());
        Path twice = write("twice.csv", "id,age,Age\na,1,2\n");
        assertFails(twice + ", line 1: expected different names of columns, got Age twice", twice, edges());
        write("part-1.csv", "id,age\na,1\n");
        write("part-2.csv", "age,id\n2,b\n");
        assertFails(
                folder.resolve("part-2.csv") + ", line 1: expected the header of " + folder.resolve("part-1.csv")
                        + " (id,age), got age,id",
                folder.resolve("part-*.csv"),
                edges());
        Path one = write("one.csv", "source\na\n");
        assertFails(one + ": expected two columns or more, source and target, got source", nodes(), one);
    }

    @Test
    void columnsThatAreNotThere() throws Exception {
        TableOptions defaults = TableOptions.defaults();
        assertFails(
                nodes() + ": expected a column key, got id, age; TableOptions.withId names the column of the ids",
                nodes(),
                edges(),
                defaults.withNames(names("key", null, null, null)));
        assertFails(
                edges()
                        + ": expected a column von, got source, target; TableOptions.withSource names the column of the edges' source",
                nodes(),
                edges(),
                defaults.withNames(names(null, "von", null, null)));
        assertFails(
                edges()
                        + ": expected a column nach, got source, target; TableOptions.withTarget names the column of the edges' target",
                nodes(),
                edges(),
                defaults.withNames(names(null, null, "nach", null)));
        assertFails(
                edges()
                        + ": expected a column kg, got source, target; TableOptions.withWeight names the column of the edges' weights",
                nodes(),
                edges(),
                defaults.withNames(names(null, null, null, "kg")));
        assertFails(
                edges() + ": expected two different columns for source and target, got source twice",
                nodes(),
                edges(),
                defaults.withNames(names(null, "source", "source", null)));
        assertFails(
                nodes() + ": expected a column label, got id, age; TableOptions.ignoring names columns to leave out",
                nodes(),
                edges(),
                defaults.ignoring("label"));
        assertFails(
                nodes()
                        + ": expected a column size, got id, age; TableOptions.withKind names columns and what they mean",
                nodes(),
                edges(),
                defaults.withKind("size", ColumnKind.NUMBER));
        assertFails(
                nodes()
                        + ": expected a column class, got id, age; TableOptions.withLabel names the column of known classes",
                nodes(),
                edges(),
                defaults.withNames(new Names(null, null, null, null, "class")));
        assertFails(
                nodes() + ": expected nodes with an id in column age, got none",
                write("nodes.csv", "id,age\na,\nb,\n"),
                edges(),
                defaults.withNames(names("age", null, null, null)));
    }

    @Test
    void malformedRowsOfNodes() throws Exception {
        Path few = write("few.csv", "id,age,city\na,1,Rome\nb,2\nc,3,Paris,x\n");
        assertFails(
                few + ", line 3: expected 3 fields as in the header, got b,2 (and 1 more malformed rows)" + SKIP,
                few,
                edges());
        Path quote = write("quote.csv", "id,age\na,1\nb,2\n\"c,3\n");
        assertFails(quote + ", line 4: expected a closing quotation mark, got \"c,3" + SKIP, quote, edges());
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, new byte[] {
            'i', 'd', ',', 'x', '\n', 'a', ',', (byte) 0xe9, '\n', 'b', ',', (byte) 0xc3, (byte) 0xa9, '\n'
        });
        assertThatThrownBy(() -> read(latin, edges(), TableOptions.defaults()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(latin + ", line 2")
                .hasMessageContaining("expected UTF-8 text");
        StringBuilder ages = new StringBuilder("id,age\n");
        for (int i = 0; i < 40; i++) {
            ages.append('n').append(i).append(',').append(i % 7).append('\n');
        }
        Path age = write("age.csv", ages + "x,old\n");
        assertFails(
                age
                        + ", line 42, column age: expected a number, got x,old; TableOptions.withKind(\"age\", CATEGORY) reads it as text, "
                        + "TableOptions.skippingBadRows leaves such rows out",
                age,
                edges());
        Path day = write("day.csv", "id,day\na,2020-01-01\nb,2020-13-01\n");
        assertFails(
                day
                        + ", line 3, column day: expected a day or time, got b,2020-13-01; TableOptions.withKind(\"day\", CATEGORY) reads it as text, "
                        + "TableOptions.skippingBadRows leaves such rows out",
                day,
                edges(),
                TableOptions.defaults().withKind("day", ColumnKind.DATE));
        Path flag = write("flag.csv", "id,paid\na,yes\nb,maybe\n");
        assertFails(
                flag
                        + ", line 3, column paid: expected true or false, got b,maybe; TableOptions.withKind(\"paid\", CATEGORY) reads it as text, "
                        + "TableOptions.skippingBadRows leaves such rows out",
                flag,
                edges(),
                TableOptions.defaults().withKind("paid", ColumnKind.BOOLEAN));
        Path vector = write("vector.csv", "id,e\na,\"[1.5,2]\"\nb,\"[1.5]\"\n");
        assertFails(
                "column e: expected lists of numbers of one length, got 1 to 2 numbers; TableOptions.ignoring(\"e\") leaves it out",
                vector,
                edges());
    }

    @Test
    void malformedLinesOfJson() throws Exception {
        Path json =
                write("nodes.jsonl", "{\"id\": 1, \"age\": 2}\n{\"id\": 2, \"age\":\n[3]\n{\"id\": 3, \"age\": 1}\n");
        Path edges = write("edges.jsonl", "{\"source\": 1, \"target\": 3}\n");
        assertFails(
                json + ", line 2: expected a JSON object, got {\"id\": 2, \"age\": (and 1 more malformed rows)" + SKIP,
                json,
                edges);
        Path rejects = folder.resolve("rejects.csv");
        TableGraph read = read(json, edges, TableOptions.defaults().skippingBadRows(rejects));
        assertThat(read.ids().size()).isEqualTo(2);
        assertThat(read.report().irregularities()).containsExactly("malformed rows of nodes left out: 2");
        assertThat(Files.readString(rejects))
                .isEqualTo("file,line,column,expected,text\n" + json
                        + ",2,\"\",a JSON object,\"{\"\"id\"\": 2, \"\"age\"\":\"\n" + json
                        + ",3,\"\",a JSON object,[3]\n");
    }

    @Test
    void malformedRowsAreSkippedWhereAskedAndKept() throws Exception {
        StringBuilder text = new StringBuilder("id,age\n");
        for (int i = 0; i < 40; i++) {
            text.append('n').append(i).append(',').append(i % 7).append('\n');
        }
        Path nodes = write("nodes.csv", text + "x,old\ny\nz,1,2\n");
        Path edges = write("edges.csv", "source,target,weight\nn1,n2,1\nn2,n3,heavy\nn3,n4,2\nn4\n");
        Path rejects = folder.resolve("sub/rejects.csv");
        TableGraph read = read(nodes, edges, TableOptions.defaults().skippingBadRows(rejects));
        assertThat(read.graph().nodes()).isEqualTo(40);
        assertThat(read.graph().graph().edges()).isEqualTo(4);
        assertThat(read.report().irregularities())
                .containsExactly(
                        "malformed rows of nodes left out: 2",
                        "malformed rows of nodes left out: 1",
                        "malformed rows of edges left out: 1",
                        "malformed rows of edges left out: 1",
                        "isolated nodes: 36");
        assertThat(Files.readAllLines(rejects))
                .containsExactly(
                        "file,line,column,expected,text",
                        nodes + ",43,\"\",2 fields as in the header,y",
                        nodes + ",44,\"\",2 fields as in the header,\"z,1,2\"",
                        nodes + ",42,age,a number,\"x,old\"",
                        edges + ",5,\"\",3 fields as in the header,n4",
                        edges + ",3,weight,a number,\"n2,n3,heavy\"");
    }

    @Test
    void malformedRowsOfEdges() throws Exception {
        Path few = write("edges.csv", "source,target\na,b\nb\n");
        assertFails(few + ", line 3: expected 2 fields as in the header, got b" + SKIP, nodes(), few);
        Path weight = write("edges.csv", "source,target,weight\na,b,1\nb,c,heavy\n");
        assertFails(weight + ", line 3, column weight: expected a number, got b,c,heavy" + SKIP, nodes(), weight);
    }

    @Test
    void aLineIsCountedAsEditorsDo() throws Exception {
        Path nodes = write("nodes.csv", "id,text\na,\"one\ntwo\nthree\"\nb\n");
        assertThatThrownBy(() -> read(nodes, edges(), TableOptions.defaults()))
                .hasMessageStartingWith(nodes + ", line 5");
    }

    @Test
    void irregularitiesAreReportedOrRefused() throws Exception {
        StringBuilder text = new StringBuilder("id,age,same,nothing,key,score\n");
        for (int i = 0; i < 20; i++) {
            text.append("n" + i + "," + i % 3 + ",x,,k" + (i * 7919) + "," + (i == 3 ? "inf" : i == 4 ? "NaN" : i % 5)
                    + "\n");
        }
        Path nodes = write("nodes.csv", text + "n3,1,x,,k1,1\n,1,x,,k2,1\n");
        Path edges = write(
                "edges.csv",
                "source,target,weight\nn0,n1,1\nn0,n1,2\nn1,n0,1\nn2,n2,1\nn3,zz,1\nn4,yy,1\n,n5,1\nn6,n7,0\nn7,n8,-1\nn8,n9,inf\nn9,n10,\n");
        List<String> expected = List.of(
                "nodes without an id left out: 1",
                "nodes whose id was given before left out: 1 (n3)",
                "numbers of column score that are not finite taken as missing: 1",
                "constant columns left out: same",
                "empty columns left out: nothing",
                "id-like columns left out: key",
                "nodes that only edges name: 2 (yy, zz); edges to them left out: 2",
                "edges without source or target left out: 1",
                "edges without a weight left out: 1",
                "edges whose weight is not finite and above 0 left out: 3",
                "self-loops left out: 1",
                "duplicate edges merged: 1, their weights added",
                "isolated nodes: 18");
        TableGraph read = read(nodes, edges, TableOptions.defaults());
        assertThat(read.report().irregularities()).isEqualTo(expected);
        assertThat(read.report().edges()).isEqualTo(11);
        assertThat(read.graph().graph().weights()).containsExactly(3, 3);
        assertFails(
                "tables: expected nothing irregular (TableOptions.refusingIrregularities), got "
                        + String.join("; ", expected),
                nodes,
                edges,
                TableOptions.defaults().withIrregularities(Irregularities.REFUSE));
    }

    @Test
    void databasesAndRows() {
        TableSource edges = TableSource.rows(List.of("source", "target"), Stream.<Object[]>of(new Object[] {1, 2}));
        assertThatThrownBy(() -> GraphTables.read(
                        TableSource.query("jdbc:nosuch:db?password=x", "SELECT 1"), edges, TableOptions.defaults()))
                .hasMessage("nodes from jdbc:nosuch:db (SELECT 1): expected rows, got no driver for it; "
                        + "it needs the driver's jar on the class path");
        assertThatThrownBy(() -> GraphTables.read(
                        TableSource.query("jdbc:duckdb:", "SELECT nothing"), edges, TableOptions.defaults()))
                .hasMessageStartingWith("nodes from jdbc:duckdb: (SELECT nothing): expected rows, got Binder Error");
        assertThatThrownBy(() -> GraphTables.read(
                        TableSource.rows(
                                List.of("id", "x"), Stream.<Object[]>of(new Object[] {1, 2}, new Object[] {2})),
                        edges,
                        TableOptions.defaults()))
                .hasMessage("row 2: expected 2 values (id, x), got 1");
        assertThatThrownBy(() -> GraphTables.read(
                        TableSource.rows(
                                List.of("id", "x"), Stream.<Object[]>of(new Object[] {1, 2}, new Object[] {2, "b"})),
                        edges,
                        TableOptions.defaults()))
                .hasMessage("row 2, column x: expected BIGINT as in the rows before, got String b");
        assertThatThrownBy(() -> GraphTables.read(
                        TableSource.rows(List.of("id", "x"), Stream.<Object[]>of(new Object[] {1, new Object()})),
                        edges,
                        TableOptions.defaults()))
                .hasMessage(
                        "column x: expected text, a number, a flag, an enum, a UUID, a day, a time, an array or a list of numbers or texts, or an Optional of one of these, got "
                                + "java.lang.Object");
    }

    @Test
    void optionsAndEncodings() throws Exception {
        assertThatThrownBy(() -> ColumnKind.of("onehot"))
                .hasMessage(
                        "kind of column: expected number, robust, boolean, category, words, tfidf, tokens, values, date, vector, ignore, got onehot");
        assertThatThrownBy(() -> new TableOptions.Limits(0, 1, 1)).hasMessage("categories: expected 1 or more, got 0");
        assertThatThrownBy(() -> new TableOptions.Resources(0, folder, 1))
                .hasMessage("table memory (MB): expected 1 or more, got 0");
        Path missing = folder.resolve("encoding.json");
        assertThatThrownBy(() -> FeatureEncoding.read(missing))
                .hasMessage(missing + ": expected the encoding of a run (encoding.json), got nothing there");
        Path other = write("other.json", "{\"columns\": 3}");
        assertThatThrownBy(() -> FeatureEncoding.read(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(other + ": expected the encoding of a run (encoding.json), got ");
        assertThatThrownBy(() -> FeatureEncoding.read(Files.write(missing, new byte[] {(byte) 0xff})))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(missing + ": expected the encoding of a run (encoding.json) in UTF-8, got other bytes");
        double[] one = {1};
        double[] none = {};
        assertThatThrownBy(() -> new ColumnEncoding.Numbers("age", ColumnKind.NUMBER, one, none, false))
                .hasMessage("column age: expected centers and scales, 1 each, got 1 and 0");
        assertThatThrownBy(() -> new ColumnEncoding.Numbers("age", ColumnKind.NUMBER, one, new double[1], false))
                .hasMessage("column age: expected numbers for centers and scales above 0, got 1.0 and 0.0");
        assertThatThrownBy(() -> new ColumnEncoding.Numbers("age", ColumnKind.WORDS, one, one, false))
                .hasMessage(
                        "column: expected a name and one of the kinds number, robust, date, vector, got age and words");
        assertThatThrownBy(() -> new ColumnEncoding.Categories("city", List.of("Oslo", "Oslo"), false, false))
                .hasMessage("column city: expected categories, each once, got [Oslo, Oslo]");
        assertThatThrownBy(() -> new ColumnEncoding.Terms("notes", ColumnKind.WORDS, List.of("red"), none))
                .hasMessage("column notes: expected 1 finite weights (terms), got []");
        FeatureEncoding fitted = read(nodes(), edges(), TableOptions.defaults()).encoding();
        assertFails(
                "nodes: expected a column age, which the encoding has, got id, size",
                write("new.csv", "id,size\na,1\n"),
                edges(),
                TableOptions.defaults().encodedBy(fitted));
    }
}
