package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * METIS graphs (Karypis: METIS, A Software Package for Partitioning Unstructured Graphs, version 5.1, section 4.1.1), also those of Chaco, KaHIP and the
 * DIMACS challenges: a head {@code nodes edges [format [weights]]}, then a line a node with its neighbors from 1 on. The three digits of the format say
 * whether nodes have sizes, nodes have weights, edges have weights. Sizes and weights of nodes are no attributes, and are passed.
 */
final class Metis {
    private Metis() {}

    /** Whether the numbers of a text are such a graph's, of the plain format: as many lines and neighbors as its head says. */
    static boolean is(Path path) throws IOException {
        try (TextReader in = TextReader.open(path)) {
            in.nextContent('%');
            long nodes = in.whole("the number of nodes");
            long entries = 2 * in.whole("the number of edges");
            if (in.hasMore()) {
                return false;
            }
            long lines = 0;
            long read = 0;
            while (in.nextLine() && lines <= nodes && read <= entries) {
                lines += in.peek() == '%' ? 0 : 1;
                while (in.peek() != '%' && in.hasMore()) {
                    in.whole("the number of a node");
                    read++;
                }
            }
            return lines == nodes && read == entries;
        } catch (InvalidInputException e) {
            return false;
        }
    }

    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        Path path = file.path();
        Findings findings = new Findings();
        try (TextReader in = TextReader.open(path)) {
            in.nextContent('%');
            long claimed = in.whole("the number of nodes");
            long entries = 2 * in.whole("the number of edges");
            String format = in.hasMore() ? String.valueOf(in.token()) : "0";
            if (!format.matches("[01]{1,3}")) {
                throw in.refused("a format of up to three digits 0 or 1", TextReader.shown(format));
            }
            String digits = "000".substring(format.length()) + format;
            boolean weighted = digits.charAt(2) == '1';
            long weights = digits.charAt(1) == '1' ? in.hasMore() ? in.whole("the number of weights") : 1 : 0;
            long passed = weights + (digits.charAt(0) == '1' ? 1 : 0);
            if (passed > 0) {
                findings.notice("sizes and weights of nodes are no attributes: not read");
            }
            Edges edges = new Edges(
                    path.toString(),
                    Edges.checkedNodes(path.toString(), claimed, TextReader.mostCharacters(path)),
                    options.direction());
            long read = readLines(in, edges, passed, weighted);
            if (read != entries) {
                throw in.refused(
                        entries + " neighbors (twice the edges of its head)",
                        read + "; the file is cut short, or no METIS graph");
            }
            return new ArrayGraph(edges, null, null).opened(file, options, findings);
        }
    }

    private static long readLines(TextReader in, Edges edges, long passed, boolean weighted) throws IOException {
        long read = 0;
        for (int node = 0; node < edges.nodes(); node++) {
            boolean there = in.nextLine();
            while (in.peek() == '%') {
                there = in.nextLine();
            }
            if (!there && node < edges.nodes() - 1) {
                throw in.refused(edges.nodes() + " lines of nodes", String.valueOf(node));
            }
            for (long i = 0; i < passed; i++) {
                in.number("the size or a weight of a node");
            }
            while (in.hasMore()) {
                long neighbor = in.whole("the number of a node");
                if (neighbor < 1 || neighbor > edges.nodes()) {
                    throw in.refused("the number of a node, 1 to " + edges.nodes(), String.valueOf(neighbor));
                }
                edges.add(node, neighbor - 1, weighted ? in.number("the weight of an edge") : 1);
                read++;
            }
        }
        in.nextLine();
        if (in.nextContent('%')) {
            throw in.refused("the end of the file after " + edges.nodes() + " nodes", "more lines");
        }
        return read;
    }
}
