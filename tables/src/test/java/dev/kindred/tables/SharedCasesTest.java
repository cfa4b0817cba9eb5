package dev.kindred.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kindred.graph.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small files as programs of the field write them, where they are on this machine. */
class SharedCasesTest {
    private static Path cases() {
        String named = System.getenv("KINDRED_SHARED");
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        Path cases = (named == null ? folder.resolveSibling("shared") : Path.of(named)).resolve("cases");
        if (!Files.isDirectory(cases)) {
            cases = Path.of("/work/shared/cases");
        }
        Path found = cases;
        assumeTrue(Files.isDirectory(found), () -> "skipped: the small cases are not on this machine (" + found + ")");
        return found;
    }

    private static TableGraph read(String nodes, String edges) throws Exception {
        TableSource edgeFile = TableSource.files(cases().resolve(edges).toString());
        return nodes.isEmpty()
                ? GraphTables.readEdges(edgeFile, TableOptions.defaults())
                : GraphTables.read(
                        TableSource.files(cases().resolve(nodes).toString()), edgeFile, TableOptions.defaults());
    }

    /** Nodes, entries of edges, features. */
    private static String sizes(TableGraph graph) {
        return graph.graph().nodes() + " " + graph.graph().graph().edges() + " "
                + graph.graph().features().columns();
    }

    @Test
    void filesOfTheFieldOpenAtOnce() throws Exception {
        List<String> expected = new ArrayList<>();
        String text = """
                base/nodes.csv base/edges.csv 30 160 4
                sort_words/n.csv sort_words/e.csv 600 398 602
                id_float/nodes.csv id_float/edges.csv 30 160 1
                edge_id_first/nodes.csv edge_id_first/edges.csv 30 160 1
                - edge_id_first/edges.csv 30 160 65
                edge_id_first/nodes.csv edge_txn/edges.csv 30 160 1
                - edge_txn/edges.csv 30 160 65
                - edge_src_dst/edges.csv 30 160 65
                - head_tail/edges.csv 30 160 65
                - i_j/edges.csv 30 160 65
                neo4j_apoc/all.csv neo4j_apoc/all.csv 30 160 1
                - neo4j_apoc/all.csv 30 160 1
                neo4j_simple/nodes.csv neo4j_simple/rels.csv 30 160 1
                nodelink/nodes.json nodelink/links.json 30 160 4
                gephi/nodes.csv gephi/edges.csv 30 160 2
                - gephi_semi/edges.csv 30 160 65
                - gephi_matrix/m.csv 4 6 65
                - snap_csv_nohdr/graph.csv 30 160 65
                - snap_csv_space/graph.csv 30 160 65
                - snap_gz/graph.txt.gz 30 160 65
                - snap_space/graph.txt 30 160 65
                - snap_tab/graph.txt 30 160 65
                - snap_tsv/graph.tsv 30 160 65
                - snap_tsv_nocomment/graph.tsv 30 160 65
                - comment_csv/edges.csv 30 160 65
                cr_only/nodes.csv cr_only/edges.csv 30 160 65
                excel_latin1/kunden.csv excel_latin1/kanten.csv 30 160 4
                excel_sep/kunden.csv excel_sep/kanten.csv 30 160 1
                excel_thousand/nodes.csv excel_thousand/edges.csv 30 160 2
                excel_trailing/nodes.csv excel_trailing/edges.csv 30 160 1
                excel_utf16/kunden.csv excel_latin1/kanten.csv 30 160 1
                excel_utf8bom/kunden.csv excel_utf8bom/kanten.csv 30 160 10
                excel_utf8bom/decimal_comma_nodes.csv excel_utf8bom/decimal_comma_edges.csv 300 1188 2
                trailcomma/nodes.csv base/edges.csv 30 160 4
                id_unnamed/nodes.csv id_unnamed/edges.csv 30 160 4
                id_space/nodes.csv id_space/edges.csv 30 160 1
                id_uuid/nodes.csv id_uuid/edges.csv 30 160 1
                id_zeros/nodes.csv id_zeros/edges.csv 30 160 1
                id64/nodes.csv id64/edges.csv 30 160 1
                id_u64/nodes.csv id_u64/edges.csv 30 160 1
                bools/nodes.csv base/edges.csv 30 160 7
                currency/nodes.csv base/edges.csv 30 160 3
                dates/nodes.csv base/edges.csv 30 160 45
                lists/nodes.csv base/edges.csv 30 160 34
                numpy_cell/nodes.csv base/edges.csv 30 160 3
                stringnum/nodes.csv base/edges.csv 30 160 4
                missing/NA.csv base/edges.csv 30 160 6
                missing/NULL.csv base/edges.csv 30 160 6
                missing/q.csv base/edges.csv 30 160 6
                missing/dot.csv base/edges.csv 30 160 6
                missing/hash.csv base/edges.csv 30 160 6
                missing/unknown.csv base/edges.csv 30 160 6
                missing/dash.csv base/edges.csv 30 160 6
                elliptic/features.csv elliptic/edgelist.csv 30 160 7
                stack/nodes.csv stack/links.csv 30 160 2
                parquet/nodes.parquet parquet/edges_float.parquet 30 160 22
                parquet/nodes_int.parquet parquet/edges_i32.parquet 30 160 2
                zeros/nodes.csv base/edges.csv 30 160 2""";
        List<String> found = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.split(" "));
            expected.add(line.strip());
            found.add(words.get(0) + " " + words.get(1) + " "
                    + sizes(read(words.get(0).replaceFirst("^-$", ""), words.get(1))));
        }
        assertThat(found).containsExactlyElementsOf(expected);
    }

    private static void assertLost(String message, String nodes, String edges) {
        assertThatThrownBy(() -> read(nodes, edges))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message.replace("@", cases() + "/"));
    }

    @Test
    void lostEdgesAreAnErrorThatSaysWhatMendsIt() {
        assertLost(
                "@bipartite/purchases.csv: expected both ends of the edges (columns customer_id and product_id) among the ids of "
                        + "@bipartite/customers.csv (column customer_id), got 120 of 120 edges without; column product_id names nodes that "
                        + "@bipartite/customers.csv lacks, as where customers buy products: TableSource.Projection(\"customer_id\") joins the nodes that share "
                        + "values of product_id, TableOptions.keepingUnknownNodes keeps the others as nodes without attributes; TableOptions.allowingLostEdges goes on without such edges",
                "bipartite/customers.csv",
                "bipartite/purchases.csv");
        assertLost(
                "@id_zeros_lost/edges.csv: expected both ends of the edges (columns source and target) among the ids of "
                        + "@id_zeros/nodes.csv (column zip), got 80 of 80 edges without; the ids are the same as numbers, so that 007 is 7: "
                        + "TableOptions.withIdRule(NUMBER); TableOptions.allowingLostEdges goes on without such edges",
                "id_zeros/nodes.csv",
                "id_zeros_lost/edges.csv");
        assertLost(
                "@idcase/edges.csv: expected both ends of the edges (columns source and target) among the ids of "
                        + "@idcase/nodes.csv (column id), got 80 of 80 edges without; the ids are the same in any case: "
                        + "TableOptions.withIdRule(IGNORE_CASE); TableOptions.allowingLostEdges goes on without such edges",
                "idcase/nodes.csv",
                "idcase/edges.csv");
        assertLost(
                "@base/edges.csv: expected an id once a row in column source, got 52 of 80 rows whose id was given before; nodes and "
                        + "edges seem to be swapped: GraphTables.read(\"@base/nodes.csv\", \"@base/edges.csv\")",
                "base/edges.csv",
                "base/nodes.csv");
    }
}
