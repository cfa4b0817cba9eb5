package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindred.graph.DenseRows;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.graph.FeatureBlock.Kind;
import dev.kindred.graph.Features;
import dev.kindred.graph.Graph.Direction;
import dev.kindred.graph.SparseFeatures;
import dev.kindred.graph.SparseRows;
import dev.kindred.tables.TableOptions.FeatureSource;
import dev.kindred.tables.TableOptions.Limits;
import dev.kindred.tables.TableOptions.Names;
import dev.kindred.tables.TableOptions.Resources;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of every format and type become the graph, the ids and the features that they say. */
class GraphTablesTest {
    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static TableGraph read(Path nodes, Path edges, TableOptions options) throws IOException {
        return GraphTables.read(TableSource.files(nodes.toString()), TableSource.files(edges.toString()), options);
    }

    private static List<String> ids(TableGraph table) {
        return IntStream.range(0, table.ids().size())
                .mapToObj(table.ids()::text)
                .toList();
    }

    /** Any features as rows of cells. */
    private static float[][] cells(Features features) {
        float[][] cells = new float[features.rows()][features.columns()];
        switch (features) {
            case DenseRows dense ->
                dense.forEachRow((row, values, from) -> System.arraycopy(values, from, cells[row], 0, dense.columns()));
            case SparseRows sparse ->
                sparse.forEachRow((row, columns, values, from, to) -> {
                    for (int e = from; e < to; e++) {
                        cells[row][columns[e]] = values[e];
                    }
                });
        }
        return cells;
    }

    private static float[] column(TableGraph table, String feature) {
        int at = table.encoding().features().indexOf(feature);
        assertThat(at).as(feature + " in " + table.encoding().features()).isNotNegative();
        float[][] cells = cells(table.graph().features());
        float[] column = new float[cells.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = cells[i][at];
        }
        return column;
    }

    private void sql(String... statements) throws Exception {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void everyFormatGivesTheSameGraph() throws Exception {
        String text = "id,age,city\n007,1,Rome\n008,2,Paris\n009,4,Rome\n";
        Path csv = write("nodes.csv", text);
        Path edges = write("edges.csv", "source,target\n007,008\n008,009\n");
        Path semicolons = write("semi.csv", text.replace(',', ';'));
        Path tsv = write("nodes.tsv", text.replace(',', '\t').replace("\n", "\r\n"));
        Path bom = write("bom.csv", "\uFEFF" + text);
        Path gz = folder.resolve("nodes.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Path json = write(
                "nodes.jsonl",
                "{\"id\":\"007\",\"age\":1,\"city\":\"Rome\"}\n{\"id\":\"008\",\"age\":2,\"city\":\"Paris\"}\n{\"id\":\"009\",\"age\":4,\"city\":\"Rome\"}\n");
        Path array = write("nodes.json", "[" + Files.readString(json).strip().replace("\n", ",\n") + "]");
        Path parquet = folder.resolve("nodes.parquet");
        sql("COPY (SELECT * FROM read_json('" + json + "')) TO '" + parquet + "'");
        write("part-1.csv", "id,age,city\n007,1,Rome\n");
        write("part-2.csv", "id,age,city\n008,2,Paris\n009,4,Rome\n");
        TableGraph expected = read(csv, edges, TableOptions.defaults());
        assertThat(ids(expected)).containsExactly("007", "008", "009");
        assertThat(expected.graph().graph().columns()).containsExactly(1, 0, 2, 1);
        assertThat(expected.encoding().features()).containsExactly("age", "city=Paris", "city=Rome");
        assertThat(column(expected, "city=Rome")).containsExactly(1, 0, 1);
        for (Path nodes : List.of(semicolons, tsv, bom, gz, json, array, parquet, folder.resolve("part-*.csv"))) {
            TableGraph read = read(nodes, edges, TableOptions.defaults());
            assertThat(ids(read)).as(nodes.toString()).isEqualTo(ids(expected));
            assertThat(cells(read.graph().features()))
                    .as(nodes.toString())
                    .isDeepEqualTo(cells(expected.graph().features()));
            assertThat(read.graph().graph().columns())
                    .as(nodes.toString())
                    .isEqualTo(expected.graph().graph().columns());
        }
    }

    @Test
    void idsComeBackAsTheyCame() throws Exception {
        String quoted = "\"a \"\"b\"\", c\"";
        String nodes = "id,x\r\n007,1\r\n7,2\r\n  pad ,3\r\n" + quoted
                + ",4\r\n\"two\nlines\",5\r\nNA,6\r\nnull,7\r\nZürich-東京-🦆,8\r\n1e3,9\r\n";
        Path edges = write(
                "edges.csv", "source,target\r\n007,7\r\nNA,null\r\n" + quoted + ",\"two\nlines\"\r\n  pad ,1e3\r\n");
        TableGraph read = read(write("nodes.csv", nodes), edges, TableOptions.defaults());
        assertThat(ids(read))
                .containsExactly("007", "7", "  pad ", "a \"b\", c", "two\nlines", "NA", "null", "Zürich-東京-🦆", "1e3");
        assertThat(read.graph().graph().edges()).isEqualTo(8);
        assertThat(read.ids().type()).isEqualTo("VARCHAR");

        UUID uuid = UUID.fromString("9b2f5bd0-3a0b-4f0e-9a55-111111111111");
        sql(
                "COPY (SELECT unnest([9007199254740993, -5, 3]) AS id, 1.5 AS x) TO '" + folder.resolve("long.parquet")
                        + "'",
                "COPY (SELECT unnest(['" + uuid
                        + "'::UUID, '9b2f5bd0-3a0b-4f0e-9a55-222222222222']) AS id, 1 AS x) TO '"
                        + folder.resolve("uuid.parquet") + "'");
        TableGraph longs = read(
                folder.resolve("long.parquet"),
                write("e.csv", "source,target\n9007199254740993,-5\n"),
                TableOptions.defaults());
        assertThat(ids(longs)).containsExactly("9007199254740993", "-5", "3");
        assertThat(longs.ids().type()).isEqualTo("BIGINT");
        assertThat(longs.graph().graph().edges()).isEqualTo(2);
        TableGraph uuids = read(
                folder.resolve("uuid.parquet"),
                write("e.csv", "source,target\n" + uuid + ",9b2f5bd0-3a0b-4f0e-9a55-222222222222\n"),
                TableOptions.defaults());
        assertThat(ids(uuids)).contains(uuid.toString());
        assertThat(uuids.ids().type()).isEqualTo("UUID");
        assertThat(uuids.graph().graph().edges()).isEqualTo(2);
    }

    /** Ten rows whose columns are of every kind. */
    private Path mixed() throws IOException {
        StringBuilder text = new StringBuilder("id,age,pay,paid,city,notes,joined,vec\n");
        for (int i = 0; i < 12; i++) {
            text.append("n" + i + "," + (i == 2 ? "" : i == 5 ? "NA" : i) + "," + (i == 11 ? 1000 : i) + ","
                    + (i % 2 == 0 ? "yes" : "no") + ","
                    + (i % 5 == 0 ? "Rome" : i % 3 == 0 ? "" : "NA") + ",\"Red w" + i % 3 + " w10, Grün\",20" + (10 + i)
                    + "-0" + (1 + i % 9)
                    + "-15,\"[" + i + ", 1.5]\"\n");
        }
        return write("mixed.csv", text.toString());
    }

    private Path ring() throws IOException {
        StringBuilder text = new StringBuilder("source,target\n");
        for (int i = 0; i < 12; i++) {
            text.append("n" + i + ",n" + (i + 1) % 12 + "\n");
        }
        return write("ring.csv", text.toString());
    }

    @Test
    void columnsAreEncodedByWhatTheyMean() throws Exception {
        TableGraph read = read(mixed(), ring(), TableOptions.defaults().withKind("pay", ColumnKind.ROBUST));
        assertThat(read.report().columns().stream().map(TableReport.Column::toString))
                .containsExactly(
                        "age number (2, 2 missing)",
                        "pay robust (1)",
                        "paid boolean (1)",
                        "city category (2, 9 missing)",
                        "notes words (6)",
                        "joined date (5)",
                        "vec vector (2)");
        assertThat(read.encoding().features())
                .startsWith("age", "age missing", "pay", "paid", "city=Rome", "city missing")
                .contains("notes:grün", "notes:red", "notes:w0", "notes:w1", "notes:w2", "notes:w10")
                .endsWith(
                        "joined time",
                        "joined year sin",
                        "joined year cos",
                        "joined week sin",
                        "joined week cos",
                        "vec[0]",
                        "vec[1]");
        assertThat(read.blocks())
                .containsExactly(
                        new FeatureBlock("age", Kind.NUMBER, 0, 1),
                        new FeatureBlock("age missing", Kind.BOOLEAN, 1, 1),
                        new FeatureBlock("pay", Kind.NUMBER, 2, 1),
                        new FeatureBlock("paid", Kind.BOOLEAN, 3, 1),
                        new FeatureBlock("city", Kind.CATEGORY, 4, 2),
                        new FeatureBlock("notes", Kind.TEXT, 6, 6),
                        new FeatureBlock("joined", Kind.DATE, 12, 5),
                        new FeatureBlock("vec", Kind.VECTOR, 17, 2));
        double[] ages = {0, 1, 3, 4, 6, 7, 8, 9, 10, 11};
        double mean = Arrays.stream(ages).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(ages).map(a -> (a - mean) * (a - mean)).average().orElseThrow());
        float[] age = column(read, "age");
        assertThat(age[0]).isEqualTo((float) ((0 - mean) / deviation));
        assertThat(age[2]).isZero();
        assertThat(age[5]).isZero();
        assertThat(column(read, "age missing")).containsExactly(0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0);
        // Median 5.5, quartiles 2.75 and 8.25.
        assertThat(column(read, "pay")[0]).isEqualTo(-1f);
        assertThat(column(read, "paid")).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
        assertThat(column(read, "city=Rome")).containsExactly(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
        assertThat(column(read, "city missing")).containsExactly(0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1);
        assertThat(column(read, "notes:w1")).containsExactly(0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0);
        assertThat(column(read, "vec[1]")).containsOnly(0);
        double day = 2 * Math.PI * 15 / 365.25;
        assertThat(column(read, "joined year sin")[0]).isEqualTo((float) Math.sin(day));
        assertThat(LocalDate.of(2010, 1, 15).getDayOfWeek().getValue()).isEqualTo(5);
        assertThat(column(read, "joined week cos")[0]).isEqualTo((float) Math.cos(2 * Math.PI * 5 / 7));
    }

    @Test
    void textIsWeightedCappedAndCutAsAsked() throws Exception {
        TableOptions options = TableOptions.defaults()
                .ignoring("age", "pay", "paid", "joined", "vec")
                .withKind("notes", ColumnKind.TFIDF)
                .withLimits(new Limits(1, 3, 5));
        TableGraph read = read(mixed(), ring(), options);
        assertThat(read.encoding().features())
                .containsExactly("city=Rome", "city missing", "notes:grün", "notes:red", "notes:w10");
        assertThat(column(read, "notes:red")).containsOnly(1);
        TableGraph rare = read(mixed(), ring(), options.withLimits(new Limits(1, 100, 1)));
        assertThat(column(rare, "notes:w1")[1]).isEqualTo((float) (Math.log(13.0 / 5) + 1));
        TableGraph tokens =
                read(mixed(), ring(), options.withLimits(new Limits(1, 100, 1)).withKind("notes", ColumnKind.TOKENS));
        assertThat(tokens.encoding().features()).contains("notes:Red", "notes:w10,", "notes:Grün");
    }

    @Test
    void theEncodingOfARunEncodesOtherNodes() throws Exception {
        TableGraph fitted = read(mixed(), ring(), TableOptions.defaults());
        Path file = folder.resolve("encoding.json");
        fitted.encoding().write(file);
        FeatureEncoding saved = FeatureEncoding.read(file);
        TableGraph again = read(mixed(), ring(), TableOptions.defaults().encodedBy(saved));
        assertThat(cells(again.graph().features()))
                .isDeepEqualTo(cells(fitted.graph().features()));
        Path more = write(
                "new.csv", "vec,joined,notes,city,paid,pay,age,id\n\"[3, 1.5]\",2013-04-15,blue w10,Oslo,no,3,3,n3\n");
        TableGraph encoded = read(
                more, write("e.csv", "a,b\nn3,n3\n"), TableOptions.defaults().encodedBy(saved));
        float[] row = cells(encoded.graph().features())[0];
        float[] before = cells(fitted.graph().features())[3];
        List<String> names = saved.features();
        assertThat(row[names.indexOf("age")]).isEqualTo(before[names.indexOf("age")]);
        assertThat(row[names.indexOf("joined time")]).isEqualTo(before[names.indexOf("joined time")]);
        assertThat(row[names.indexOf("notes:w10")]).isEqualTo(1);
        assertThat(row[names.indexOf("city=Rome")] + row[names.indexOf("city missing")])
                .isZero();
    }

    @Test
    void aWideMixedTableComesThroughWhole() throws Exception {
        int n = 200;
        StringBuilder text = new StringBuilder("\uFEFFid");
        for (int c = 0; c < 300; c++) {
            text.append(",\"col, ").append(c).append('"');
        }
        text.append("\r\n");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String id = i % 3 == 0 ? "ü\"" + i : i % 3 == 1 ? "a," + i : "x\r\n" + i;
            expected.add(id);
            text.append('"').append(id.replace("\"", "\"\"")).append('"');
            for (int c = 0; c < 300; c++) {
                boolean missing = (i + c) % 11 == 0;
                text.append(',')
                        .append(
                                missing
                                        ? ""
                                        : switch (c % 5) {
                                            case 0 -> Integer.toString(i * c % 17);
                                            case 1 -> "cat" + (i + c) % 4;
                                            case 2 -> "2020-01-" + (10 + i % 20);
                                            case 3 -> "\"some words, w" + i % 7 + "\"";
                                            default -> i % 2 == 0 ? "true" : "false";
                                        });
            }
            text.append("\r\n");
        }
        Path edges = write("edges.csv", "a,b\r\n\"" + expected.get(1) + "\",\"" + expected.get(2) + "\"\r\n");
        TableGraph read = read(write("wide.csv", text.toString()), edges, TableOptions.defaults());
        assertThat(ids(read)).isEqualTo(expected);
        assertThat(read.report().columns()).hasSize(300);
        assertThat(read.report().columns().stream()
                        .map(TableReport.Column::kind)
                        .distinct())
                .containsExactlyInAnyOrder(
                        ColumnKind.NUMBER, ColumnKind.CATEGORY, ColumnKind.DATE, ColumnKind.WORDS, ColumnKind.BOOLEAN);
        assertThat(read.report().irregularities()).containsExactly("isolated nodes: 198");
        assertThat(read.graph().graph().edges()).isEqualTo(2);
    }

    @Test
    void withoutColumnsFeaturesComeFromTheStructure() throws Exception {
        Path nodes = write("nodes.csv", "id\n1\n2\n3\n4\n");
        Path edges = write("edges.csv", "a,b\n1,2\n2,3\n3,4\n");
        TableGraph read = read(nodes, edges, TableOptions.defaults().withFeatures(FeatureSource.STRUCTURE));
        assertThat(read.graph().features().columns()).isEqualTo(65);
        assertThat(read.blocks()).containsExactly(new FeatureBlock("structure", Kind.STRUCTURE, 0, 65));
        assertThat(cells(read(nodes, edges, TableOptions.defaults()).graph().features()))
                .isDeepEqualTo(cells(read.graph().features()));
        float[][] cells = cells(read.graph().features());
        assertThat(cells[0][64]).isLessThan(cells[1][64]).isEqualTo(cells[3][64]);
        TableGraph alone = GraphTables.readEdges(TableSource.files(edges.toString()), TableOptions.defaults());
        assertThat(ids(alone)).containsExactly("1", "2", "3", "4");
        assertThat(alone.graph().graph().columns())
                .isEqualTo(read.graph().graph().columns());
    }

    @Test
    void directionWeightsAndLabels() throws Exception {
        Path nodes = write("nodes.csv", "id,x,kind\na,1,k10\nb,2,k2\nc,3,\n");
        Path edges = write("edges.csv", "from,to,Weight\na,b,2.5\nb,a,1\nb,c,1\n");
        TableOptions options = TableOptions.defaults().withNames(new Names(null, null, null, null, "kind"));
        TableGraph directed = read(nodes, edges, options.withDirection(Direction.DIRECTED));
        assertThat(directed.graph().graph().columns()).containsExactly(1, 0, 2);
        assertThat(directed.graph().graph().weights()).containsExactly(2.5f, 1, 1);
        assertThat(directed.labels()).containsExactly(1, 0, -1);
        assertThat(directed.encoding().features()).containsExactly("x");
        TableGraph symmetric = read(nodes, edges, options);
        assertThat(symmetric.graph().graph().weights()).containsExactly(2.5f, 2.5f, 1, 1);
        assertThat(symmetric.report().notices())
                .containsExactly(
                        "ids of nodes: column id (TableOptions.withId names another)",
                        "edges: from column from to column to, weighted by column Weight (TableOptions.withSource, TableOptions.withTarget, TableOptions.withWeight name others)");
    }

    @Test
    void rowsQueriesAndResultSets() throws Exception {
        UUID a = UUID.randomUUID();
        UUID b = UUID.randomUUID();
        TableSource nodes = TableSource.rows(
                List.of("id", "tags", "vec", "ok", "day", "size"),
                Stream.<Object[]>of(
                        new Object[] {a, List.of("x", "y"), new float[] {1, 2}, true, LocalDate.of(2020, 1, 1), 1},
                        new Object[] {b, List.of("y"), new float[] {3, 2}, false, LocalDate.of(2021, 1, 1), 2L}));
        TableSource edges = TableSource.rows(List.of("source", "target"), Stream.<Object[]>of(new Object[] {a, b}));
        TableGraph read = GraphTables.read(nodes, edges, TableOptions.defaults());
        assertThat(ids(read)).containsExactly(a.toString(), b.toString());
        assertThat(read.ids().type()).isEqualTo("UUID");
        assertThat(read.encoding().features())
                .startsWith("tags:x", "tags:y", "vec[0]", "vec[1]", "ok", "day time")
                .endsWith("size");
        assertThat(column(read, "vec[0]")).containsExactly(-1, 1);
        assertThat(column(read, "tags:x")).containsExactly(1, 0);
        assertThat(column(read, "size")).containsExactly(-1, 1);

        String url = "jdbc:duckdb:" + folder.resolve("shop.db");
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement()) {
            statement.execute(
                    "CREATE TABLE customer AS SELECT i AS id, i % 3 AS spend, 'c' || i % 2 AS city FROM range(6) t(i)");
            statement.execute("CREATE TABLE follows AS SELECT i AS source, (i + 1) % 6 AS target FROM range(6) t(i)");
            try (ResultSet rows = statement.executeQuery("SELECT * FROM customer ORDER BY id");
                    Statement second = database.createStatement();
                    ResultSet follows = second.executeQuery("SELECT * FROM follows")) {
                TableGraph results = GraphTables.read(
                        TableSource.results(rows), TableSource.results(follows), TableOptions.defaults());
                assertThat(ids(results)).containsExactly("0", "1", "2", "3", "4", "5");
                assertThat(results.graph().graph().edges()).isEqualTo(12);
            }
        }
        TableGraph queried = GraphTables.read(
                TableSource.query(url, "SELECT * FROM customer ORDER BY id"),
                TableSource.query(url, "SELECT * FROM follows"),
                TableOptions.defaults());
        assertThat(queried.encoding().features()).containsExactly("spend", "city=c0", "city=c1");
        assertThat(queried.ids().type()).isEqualTo("BIGINT");
    }

    @Test
    void theSameBitsAtAnyNumberOfThreadsAndNothingIsLeftBehind() throws Exception {
        Path nodes = folder.resolve("nodes.parquet");
        Path edges = folder.resolve("edges.parquet");
        sql(
                "COPY (SELECT 'n' || i AS id, hash(i) % 1000 / 7.0 AS x, 'w' || hash(i) % 50 || ' w' || i % 3 AS words FROM range(300000) t(i)) TO '"
                        + nodes + "'",
                "COPY (SELECT 'n' || hash(i) % 300000 AS source, 'n' || hash(i) % 7 AS target, hash(i + 1) % 100 / 3.0 + 1 AS weight FROM range(600000) t(i)) TO '"
                        + edges + "'");
        Path temporary = folder.resolve("spill");
        List<TableGraph> read = new ArrayList<>();
        for (int threads : new int[] {1, 2, 2}) {
            read.add(read(nodes, edges, TableOptions.defaults().withResources(new Resources(512, temporary, threads))));
        }
        for (TableGraph other : read.subList(1, 3)) {
            assertThat(other.graph().graph().columns())
                    .isEqualTo(read.getFirst().graph().graph().columns());
            assertThat(other.graph().graph().weights())
                    .isEqualTo(read.getFirst().graph().graph().weights());
            SparseFeatures one = (SparseFeatures) read.getFirst().graph().features();
            SparseFeatures two = (SparseFeatures) other.graph().features();
            assertThat(two.columnIndices()).isEqualTo(one.columnIndices());
            assertThat(two.values()).isEqualTo(one.values());
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}
