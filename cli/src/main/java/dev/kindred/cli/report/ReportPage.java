package dev.kindred.cli.report;

import dev.kindred.run.NodeArrays;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Makes the report: fills the form that is built from {@code report/} with the data of a run. The page is one file that asks the network for
 * nothing, and the same data give the same bytes.
 *
 * <p>All texts of the user go into the page as base64, so that none is ever parsed as HTML.
 */
public final class ReportPage {
    /** What becomes of ids and of values of features. */
    public enum Ids {
        KEPT,
        REDACTED
    }

    /** Larger graphs are sampled down to this many nodes. */
    public static final int MOST_NODES = dev.kindred.run.Explained.MOST_PLACED;

    /** The page is at most this large; it says less of each node where it would not fit. */
    public static final int MOST_BYTES = 10_000_000;

    private static final String FORM = "report.html";
    private static final int COORDINATES = 65_535;
    private static final int MISSING = 255;

    /**
     * How much is said of the nodes.
     *
     * @param nodes shown at most
     * @param neighbors kept of each
     * @param features that the map can be colored by
     * @param idBytes kept of each id
     */
    private record Detail(int nodes, int neighbors, int features, int idBytes) {}

    private static final Detail[] DETAILS = {
        new Detail(MOST_NODES, NodeArrays.NEIGHBORS, 24, Integer.MAX_VALUE),
        new Detail(MOST_NODES, 6, 12, Integer.MAX_VALUE),
        new Detail(MOST_NODES, 4, 6, 64),
        new Detail(MOST_NODES / 2, 4, 6, 64),
        new Detail(MOST_NODES / 4, 4, 6, 64),
        new Detail(MOST_NODES / 10, 4, 6, 64)
    };

    private final ReportData data;
    private final Ids ids;

    private ReportPage(ReportData data, Ids ids) {
        this.data = data;
        this.ids = ids;
    }

    /** The page as HTML. */
    public static String of(ReportData data, Ids ids) throws IOException {
        ReportPage page = new ReportPage(data, ids);
        String form = form();
        String html = "";
        for (Detail detail : DETAILS) {
            html = page.filled(form, detail);
            if (html.length() <= MOST_BYTES) {
                break;
            }
        }
        return html;
    }

    /** The empty form, whose places for data are still marked. */
    static String form() throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(FORM)) {
            if (in == null) {
                throw new IOException(FORM + ": expected the form of the report among the classes, got nothing there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String filled(String form, Detail detail) throws IOException {
        int[] shown = ReportSample.of(data, detail.nodes);
        return form.replace(">@HEAD@<", ">" + head(shown, detail) + "<")
                .replace(">@REST@<", ">" + rest(shown, detail) + "<");
    }

    private String head(int[] shown, Detail detail) throws IOException {
        Pack pack = new Pack();
        Plane plane = Plane.of(data.layout());
        pack.put("x", Pack.Type.U16, shown.length, i -> plane.place(data.layout()[2 * shown[i]], 0));
        pack.put("y", Pack.Type.U16, shown.length, i -> plane.place(data.layout()[2 * shown[i] + 1], 1));
        pack.put("cluster", Pack.Type.U16, shown.length, i -> data.clusters()[shown[i]]);
        pack.put("second", Pack.Type.U16, shown.length, i -> Math.max(0, data.second()[shown[i]]));
        pack.put("confidence", Pack.Type.U8, shown.length, i -> share(data.confidence()[shown[i]]));
        pack.put("margin", Pack.Type.U8, shown.length, i -> share(data.margin()[shown[i]]));
        if (shown.length < data.size()) {
            pack.put("number", Pack.Type.U32, shown.length, i -> shown[i]);
        }
        return pack.base64(new ReportHead(data, ids)
                .content(shown.length, Math.min(detail.features, data.nodes().shownColumns())));
    }

    private String rest(int[] shown, Detail detail) throws IOException {
        Pack pack = new Pack();
        NodeArrays nodes = data.nodes();
        int n = shown.length;
        if (ids == Ids.KEPT) {
            putIds(pack, shown, detail.idBytes);
        }
        int[] position = new int[data.size()];
        Arrays.fill(position, -1);
        for (int i = 0; i < n; i++) {
            position[shown[i]] = i;
        }
        pack.put("degree", Pack.Type.U32, n, i -> nodes.degree()[shown[i]]);
        int all = NodeArrays.NEIGHBORS;
        IntUnaryOperator neighbor = o -> {
            int node = nodes.neighbors()[shown[o % n] * all + o / n];
            return node < 0 ? -1 : position[node];
        };
        pack.put("neighbors", Pack.Type.I32, n * detail.neighbors, neighbor);
        pack.put(
                "attention",
                Pack.Type.U8,
                n * detail.neighbors,
                o -> share(nodes.attention()[shown[o % n] * all + o / n]));
        pack.put(
                "telling",
                Pack.Type.I32,
                n * NodeArrays.TELLING,
                o -> nodes.telling()[shown[o % n] * NodeArrays.TELLING + o / n]);
        int[] labels = nodes.labels();
        if (labels != null) {
            pack.put("label", Pack.Type.I32, n, i -> labels[shown[i]]);
        }
        if (ids == Ids.KEPT) {
            putShown(pack, shown, Math.min(detail.features, nodes.shownColumns()));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("perNode", detail.neighbors);
        json.put("tellingPerNode", NodeArrays.TELLING);
        return pack.base64(json);
    }

    private void putIds(Pack pack, int[] shown, int most) {
        byte[][] texts = new byte[shown.length][];
        int total = 0;
        for (int i = 0; i < shown.length; i++) {
            texts[i] = cut(data.ids().get(shown[i]).getBytes(StandardCharsets.UTF_8), most);
            total = Math.addExact(total, texts[i].length);
        }
        ByteBuffer all = ByteBuffer.allocate(total);
        for (byte[] text : texts) {
            all.put(text);
        }
        pack.put("idBytes", all.array());
        pack.put("idLengths", Pack.Type.U32, texts.length, i -> texts[i].length);
    }

    /** The first bytes of a text, ended with dots, without cutting through a character. */
    private static byte[] cut(byte[] text, int most) {
        if (text.length <= most) {
            return text;
        }
        int end = most;
        while (end > 0 && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        byte[] dots = "…".getBytes(StandardCharsets.UTF_8);
        byte[] out = Arrays.copyOf(text, end + dots.length);
        System.arraycopy(dots, 0, out, end, dots.length);
        return out;
    }

    private void putShown(Pack pack, int[] shown, int columns) {
        int n = shown.length;
        NodeArrays nodes = data.nodes();
        float[][] ranges = new float[columns][];
        for (int c = 0; c < columns; c++) {
            ranges[c] = range(nodes, c);
        }
        pack.put("shown", Pack.Type.U8, Math.multiplyExact(n, columns), o -> {
            float value = nodes.shown()[shown[o % n] * nodes.shownColumns() + o / n];
            float[] range = ranges[o / n];
            return Float.isNaN(value)
                    ? MISSING
                    : Math.round((MISSING - 1) * (value - range[0]) / Math.max(Float.MIN_NORMAL, range[1] - range[0]));
        });
    }

    /** Least and largest value of a column; 0 and 0 where it has none. */
    static float[] range(NodeArrays nodes, int column) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < nodes.nodes(); i++) {
            float value = nodes.shown()[i * nodes.shownColumns() + column];
            if (Float.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low <= high ? new float[] {low, high} : new float[] {0, 0};
    }

    private static int share(float value) {
        return Math.clamp(Math.round(255 * value), 0, 255);
    }

    /** The square that the layout is put into, its longer side from one end to the other. */
    private record Plane(float[] low, float side) {
        static Plane of(float[] layout) {
            float[] low = {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
            float[] high = {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY};
            for (int i = 0; i < layout.length; i++) {
                if (Float.isFinite(layout[i])) {
                    low[i & 1] = Math.min(low[i & 1], layout[i]);
                    high[i & 1] = Math.max(high[i & 1], layout[i]);
                }
            }
            return new Plane(low, Math.max(Float.MIN_NORMAL, Math.max(high[0] - low[0], high[1] - low[1])));
        }

        int place(float value, int axis) {
            return Math.clamp(Math.round(COORDINATES * (value - low[axis]) / side), 0, COORDINATES);
        }
    }
}
