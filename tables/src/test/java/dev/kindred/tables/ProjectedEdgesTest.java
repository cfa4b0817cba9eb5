package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.graph.Graph;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of two kinds of nodes: recognized, and one kind joined by what it shares. */
class ProjectedEdgesTest {
    /** Four clients; a and b share two articles, c and d one, all share the bag. */
    private static final String ORDERS = """
            order;client;article;quantity
            1;a;pen;1
            2;a;ink;2
            3;b;pen;1
            4;b;ink;1
            5;b;pen;3
            6;c;rope;1
            7;d;rope;2
            8;a;bag;1
            9;b;bag;1
            10;c;bag;1
            11;d;bag;4
            12;d;;4
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static TableSource.Projection of(Path edges, String node, @Nullable String shared, int most) {
        return new TableSource.Projection(TableSource.files(edges.toString()), node, shared, most);
    }

    private static String edges(TableGraph table) {
        Graph graph = table.graph().graph();
        TreeSet<String> edges = new TreeSet<>();
        float[] weights = graph.weights();
        for (int i = 0; i < graph.nodes(); i++) {
            for (int e = (int) graph.rowOffsets()[i]; e < graph.rowOffsets()[i + 1]; e++) {
                if (i < graph.columns()[e]) {
                    edges.add(table.ids().text(i) + "-" + table.ids().text(graph.columns()[e]) + ":"
                            + Objects.requireNonNull(weights)[e]);
                }
            }
        }
        return String.join(" ", edges);
    }

    @Test
    void nodesAreJoinedByWhatTheyShare() throws Exception {
        Path orders = write("orders.csv", ORDERS);
        Path clients = write("clients.csv", "client;age\na;30\nb;31\nc;52\nd;50\ne;41\n");
        TableGraph read = GraphTables.read(
                TableSource.files(clients.toString()), of(orders, "client", null, 3), TableOptions.defaults());
        assertThat(edges(read)).isEqualTo("a-b:2.0 c-d:1.0");
        assertThat(read.report().notices())
                .containsExactly(
                        "ids of nodes: column client (TableOptions.withId names another)",
                        "edges join values of column client that share values of column article, and weigh as many as are shared:"
                                + " 2 edges of 3 shared values",
                        "left out: 1 of column article that more than 3 share (bag; Projection.most)");
        assertThat(read.report().irregularities()).containsExactly("isolated nodes: 1");
        TableGraph all = GraphTables.readEdges(of(orders, "CLIENT", "article", 100), TableOptions.defaults());
        assertThat(edges(all)).isEqualTo("a-b:3.0 a-c:1.0 a-d:1.0 b-c:1.0 b-d:1.0 c-d:2.0");
        TableGraph other = GraphTables.readEdges(of(orders, "article", "client", 100), TableOptions.defaults());
        assertThat(edges(other)).isEqualTo("bag-ink:2.0 bag-pen:2.0 bag-rope:2.0 ink-pen:2.0");
    }

    @Test
    void twoKindsOfNodesAreRecognized() throws Exception {
        Path orders = write("orders.csv", ORDERS);
        TableGraph read = GraphTables.readEdges(TableSource.files(orders.toString()), TableOptions.defaults());
        // Neither the number of the order nor the quantity is an end.
        assertThat(read.report().notices())
                .contains(
                        "edges: from column client to column article, the first whose values come again (TableOptions.withSource, TableOptions.withTarget, TableOptions.withWeight name"
                                + " others)",
                        "edges run between two kinds of nodes: 4 in column client and 4 in column article, none in both; TableSource.Projection(\"client\")"
                                + " joins those that share values of article, TableSource.Projection(\"article\") the others");
        assertThat(read.graph().nodes()).isEqualTo(8);
        Path clients = write("clients.csv", "client;age\na;30\nb;31\nc;52\nd;50\n");
        assertThatThrownBy(() -> GraphTables.read(
                        TableSource.files(clients.toString()),
                        TableSource.files(orders.toString()),
                        TableOptions.defaults()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(orders + ": expected both ends of the edges (columns client and article) among the ids of "
                        + clients
                        + " (column client), got 12 of 12 edges without; column article names nodes that " + clients
                        + " lacks, as where customers buy products: TableSource.Projection(\"client\") joins the nodes that share values of article,"
                        + " TableOptions.keepingUnknownNodes keeps the others as nodes without attributes; TableOptions.allowingLostEdges goes on without such"
                        + " edges");
    }

    @Test
    void numbersOfTwoKindsOfNodesAreWarnedOf() throws Exception {
        StringBuilder text = new StringBuilder("userId,movieId,rating\n");
        for (int i = 0; i < 60; i++) {
            text.append(i % 7).append(',').append(i % 11).append(",3.5\n");
        }
        Path ratings = write("ratings.csv", text.toString());
        String warning =
                "columns userId and movieId may number two kinds of nodes, and equal values are read as one node: TableSource.Projection(\"userId\")"
                        + " joins those that share values of movieId, TableOptions.withSource(\"userId\") TableOptions.withTarget(\"movieId\") keeps one kind without this"
                        + " warning";
        TableGraph read = GraphTables.readEdges(TableSource.files(ratings.toString()), TableOptions.defaults());
        assertThat(read.report().irregularities()).contains(warning);
        TableGraph named = GraphTables.readEdges(
                TableSource.files(ratings.toString()),
                TableOptions.defaults().withNames(new Names(null, "userId", "movieId", null, null)));
        assertThat(named.report().irregularities()).doesNotContain(warning);
        Path papers = write("papers.csv", text.toString().replace("userId,movieId", "paper_id,citedPaperId"));
        TableGraph one = GraphTables.readEdges(TableSource.files(papers.toString()), TableOptions.defaults());
        assertThat(one.report().irregularities()).noneMatch(line -> line.contains("two kinds"));
    }

    @Test
    void mistakesAreNamed() throws Exception {
        Path orders = write("orders.csv", ORDERS);
        assertThatThrownBy(() -> GraphTables.readEdges(of(orders, "buyer", null, 100), TableOptions.defaults()))
                .hasMessage(orders
                        + ": expected a column buyer, got order, client, article, quantity; TableSource.Projection names the column"
                        + " whose values are joined");
        assertThatThrownBy(() -> GraphTables.readEdges(of(orders, "article", "order", 3), TableOptions.defaults()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(orders
                        + ": expected values of column order that two or more of column article share, got none of 11");
        assertThatThrownBy(() -> of(orders, "client", null, 1))
                .hasMessage("cap of a projection: expected 2 or more, got 1");
    }
}
