package dev.kindred.cli.report;

import dev.kindred.graph.NodeIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Cards of clusters as text for a terminal: the same numbers as in clusters.json. */
public final class ClusterText {
    private static final int TYPICAL = 3;

    private ClusterText() {}

    /** A line a cluster, the least trustworthy first. */
    public static List<String> overview(JsonNode summary) {
        List<String> lines = new ArrayList<>();
        lines.add("cluster   nodes  trust  conductance  confidence  name");
        for (JsonNode number : summary.path("order")) {
            JsonNode card = summary.path("clusters").path(number.asInt());
            lines.add(String.format(
                    Locale.ROOT,
                    "%7d %7d  %5s  %11s  %10s  %s",
                    card.path("cluster").asInt(),
                    card.path("size").asInt(),
                    number(card, "trust", 2),
                    number(card, "conductance", 3),
                    number(card, "confidence", 2),
                    oneLine(card.path("name").asString(""))));
        }
        return lines;
    }

    /**
     * What was found: a line each cluster, with its size, what tells it from others and its typical members.
     *
     * @param ids the user's names of the nodes
     */
    public static List<String> found(JsonNode summary, NodeIds ids) {
        List<String> lines = new ArrayList<>();
        for (JsonNode card : summary.path("clusters")) {
            String name = oneLine(card.path("name").asString(""));
            String typical = card.path("typical")
                    .valueStream()
                    .limit(TYPICAL)
                    .map(node -> oneLine(ids.text(node.asInt())))
                    .collect(Collectors.joining(", "));
            lines.add(String.format(
                    Locale.ROOT,
                    "cluster %d, %,d nodes: %s%s",
                    card.path("cluster").asInt(),
                    card.path("size").asInt(),
                    name.isEmpty() ? "nothing sets it apart" : name,
                    typical.isEmpty() ? "" : "; typical " + typical));
        }
        return lines;
    }

    /**
     * One card.
     *
     * @param clusters how many there are
     * @param ids the user's names of the nodes
     */
    public static List<String> of(JsonNode card, int clusters, List<String> ids) {
        List<String> lines = new ArrayList<>();
        lines.add("cluster " + card.path("cluster").asInt() + ": "
                + oneLine(card.path("name").asString("")));
        lines.add(String.format(
                Locale.ROOT,
                "%,d nodes, %.1f %% of all",
                card.path("size").asInt(),
                100 * card.path("share").asDouble(0)));
        lines.add("trust " + number(card, "trust", 2) + ", rank "
                + card.path("trustRank").asInt() + " of " + clusters + " (1 is the least trustworthy)" + reason(card));
        for (String measure :
                new String[] {"confidence", "unsure", "cohesion", "separation", "conductance", "stability", "density"
                }) {
            if (card.path(measure).isNumber()) {
                lines.add(String.format(Locale.ROOT, "  %-12s %s", measure, number(card, measure, 3)));
            }
        }
        lines.add("features that members have more, or less, than others:");
        for (JsonNode trait : card.path("traits")) {
            lines.add(trait(trait));
        }
        if (card.path("traits").isEmpty()) {
            lines.add("  none sets this cluster apart");
        }
        for (String list : new String[] {"typical", "boundary", "hubs", "bridges"}) {
            if (!card.path(list).isEmpty()) {
                lines.add(String.format(Locale.ROOT, "%-9s %s", list, ids(card.path(list), ids)));
            }
        }
        return lines;
    }

    private static String reason(JsonNode card) {
        String reason = card.path("trustReason").asString("");
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String trait(JsonNode trait) {
        boolean share = trait.path("lift").isNumber();
        return String.format(
                Locale.ROOT,
                "  %s: %s here, %s elsewhere%s, %s %.2f, q %.1e (%s)",
                oneLine(trait.path("text").asString("")),
                share ? percent(trait, "inside") : number(trait, "inside", 2),
                share ? percent(trait, "outside") : number(trait, "outside", 2),
                share ? ", lift " + number(trait, "lift", 1) : "",
                trait.path("measure").asString("effect"),
                trait.path("effect").asDouble(0),
                trait.path("q").asDouble(0),
                trait.path("test").asString(""));
    }

    private static String ids(JsonNode nodes, List<String> ids) {
        return nodes.valueStream().map(node -> oneLine(ids.get(node.asInt()))).collect(Collectors.joining(", "));
    }

    private static String percent(JsonNode of, String key) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * of.path(key).asDouble(0));
    }

    private static String number(JsonNode of, String key, int digits) {
        return of.path(key).isNumber()
                ? String.format(Locale.ROOT, "%." + digits + "f", of.path(key).asDouble())
                : "-";
    }

    /** A user's text without what would move the cursor of a terminal. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
