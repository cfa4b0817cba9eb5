package dev.kindred.formats;

import dev.kindred.graph.InvalidInputException;
import dev.kindred.tables.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The text layout of Cora and CiteSeer (Sen et al., Collective Classification in Network Data, 2008): each line of NAME.content is
 * {@code id value .. value class}, each line of NAME.cites {@code cited citing}. Citations of papers without content, which CiteSeer has, are left
 * out and counted.
 */
final class CitesText {
    private CitesText() {}

    /** @param file with the content first, then the citations */
    static OpenedGraph read(Recognized file, TableOptions options) throws IOException {
        Path content = file.files().get(0);
        Path cites = file.files().get(1);
        Findings findings = new Findings();
        NodeIndex nodes = new NodeIndex();
        FloatRows rows = new FloatRows();
        List<String> classes = new ArrayList<>();
        long repeated = readContent(content, nodes, rows, classes);
        Edges edges = new Edges(cites.toString(), nodes.size(), options.direction());
        long unknown = 0;
        try (TextReader in = TextReader.open(cites)) {
            while (in.nextContent('#')) {
                String cited = in.token();
                String citing = in.token();
                if (cited == null || citing == null || in.hasMore()) {
                    throw in.refused("two ids, cited and citing", cited == null || citing == null ? "fewer" : "more");
                }
                int to = nodes.of(cited);
                int from = nodes.of(citing);
                if (to < 0 || from < 0) {
                    unknown++;
                } else {
                    edges.add(from, to, 1);
                }
            }
        }
        findings.irregular(repeated, "nodes whose id was given before left out");
        findings.irregular(unknown, "edges to nodes without content left out");
        int[] labels = Labels.ofTexts(classes);
        findings.classes("the last column of " + content.getFileName(), labels);
        return new ArrayGraph(edges, rows.features(content.toString()), labels, Labels.names(classes), nodes.ids())
                .opened(file, options, findings);
    }

    private static long readContent(Path content, NodeIndex nodes, FloatRows rows, List<String> classes)
            throws IOException {
        long repeated = 0;
        try (TextReader in = TextReader.open(content)) {
            while (in.nextContent('#')) {
                String id = in.token();
                if (id == null || !nodes.add(id)) {
                    repeated++;
                    in.nextLine();
                    continue;
                }
                String value = in.token();
                while (in.hasMore()) {
                    rows.add(in.number(value, "a number"));
                    value = in.token();
                }
                if (value == null) {
                    throw in.refused("an id, numbers and a class", "an id alone");
                }
                classes.add(value);
                if (!rows.endRow()) {
                    throw in.refused(rows.width() + " numbers as in the lines before", "another number of them");
                }
            }
        }
        if (nodes.size() == 0) {
            throw new InvalidInputException(content + ": expected 1 node or more, got 0");
        }
        return repeated;
    }
}
