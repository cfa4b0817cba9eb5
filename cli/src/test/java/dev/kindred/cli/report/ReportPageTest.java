package dev.kindred.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindred.cli.report.ReportPage.Ids;
import dev.kindred.graph.InvalidInputException;
import dev.kindred.run.NodeArrays;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReportPageTest {
    @TempDir
    private Path folder;

    @Test
    void textsOfUsersAreData() throws IOException {
        ReportData data = Invented.data(Invented.HOSTILE, 3, "cluster --data </script>");

        String html = ReportPage.of(data, Ids.KEPT);

        Invented.HOSTILE.stream()
                .filter(id -> !id.isBlank() && !id.equals("__proto__"))
                .forEach(id -> assertThat(html).doesNotContain(id));
        assertThat(html.split("</script", -1)).hasSameSizeAs(ReportPage.form().split("</script", -1));
        assertThat(Unpacked.of(html, "kindred-rest").texts()).isEqualTo(Invented.HOSTILE);
    }

    @Test
    void arraysComeBackAsTheyWent() throws IOException {
        ReportData data = Invented.data(Invented.ids(500), 7, "cluster -k 7");

        String html = ReportPage.of(data, Ids.KEPT);

        Unpacked head = Unpacked.of(html, "kindred-head");
        Unpacked rest = Unpacked.of(html, "kindred-rest");
        assertThat(head.numbers("cluster")).isEqualTo(longs(data.clusters()));
        assertThat(rest.numbers("degree")).isEqualTo(longs(data.nodes().degree()));
        long[] neighbors = rest.numbers("neighbors");
        for (int i = 0; i < 500; i++) {
            assertThat(neighbors[3 * 500 + i]).isEqualTo(data.nodes().neighbors()[8 * i + 3]);
            assertThat(head.numbers("confidence")[i]).isEqualTo(Math.round(255 * data.confidence()[i]));
        }
        assertThat(Arrays.stream(head.numbers("x")).min()).hasValue(0);
        assertThat(head.json().path("command").asString()).isEqualTo("kindred cluster -k 7");
        assertThat(ReportPage.of(data, Ids.KEPT)).isEqualTo(html);
    }

    @Test
    void whatWasFoundComesFirstAndFinetuningIsOfTheNetworkAlone() throws IOException {
        String html = ReportPage.of(Invented.data(Invented.ids(50), 3, "cluster"), Ids.KEPT);

        JsonNode head = Unpacked.of(html, "kindred-head").json();
        assertThat(head.path("sentences").valueStream().map(JsonNode::asString))
                .containsExactly("found: groups", "method: blocks, because it explains most", "how sure: very");
        assertThat(head.path("scores")
                        .valueStream()
                        .map(score -> score.path("name").asString()))
                .containsExactly("k-means on the attributes alone", "leiden", "blocks (this result)");
        assertThat(head.at("/sweep/choice/k").asInt()).isEqualTo(7);
        assertThat(head.at("/sweep/rows/0/scores/evidence").asDouble()).isEqualTo(1.5);
        assertThat(head.path("scores").path(1).has("agreement"))
                .as("agreement of candidates is none of seeds")
                .isFalse();
    }

    @Test
    void aHundredThousandNodesFit() throws IOException {
        String html = ReportPage.of(Invented.data(Invented.ids(100_000), 24, "cluster"), Ids.KEPT);

        assertThat(html.length()).isLessThan(ReportPage.MOST_BYTES);
        assertThat(Unpacked.of(html, "kindred-head").numbers("x")).hasSize(100_000);
    }

    @Test
    void largerGraphsAreSampledEvenly() {
        ReportData data = Invented.data(Invented.ids(2_500), 5, "cluster");

        int[] sample = ReportSample.of(data, 1_000);

        assertThat(sample.length).isBetween(995, 1_010);
        for (int c = 0; c < 5; c++) {
            int cluster = c;
            long all =
                    Arrays.stream(data.clusters()).filter(of -> of == cluster).count();
            long some = Arrays.stream(sample)
                    .filter(i -> data.clusters()[i] == cluster)
                    .count();
            assertThat(some).isBetween(all * 2 / 5 - 2, all * 2 / 5 + 6);
        }
        assertThat(sample).contains(0, 1, 2, 3, 4); // which the cards name
        assertThat(ReportSample.of(data, 2_500)).hasSize(2_500);
        data.layout()[2 * 7] = Float.NaN;
        assertThat(ReportSample.of(data, 2_500)).hasSize(2_499).doesNotContain(7);
    }

    @Test
    void longIdsAreCutBeforeThePageGrowsTooLarge() throws IOException {
        List<String> ids =
                Invented.ids(20_000).stream().map(id -> id + noise(id)).toList();

        String html = ReportPage.of(Invented.data(ids, 5, "cluster"), Ids.KEPT);

        assertThat(html.length()).isLessThan(ReportPage.MOST_BYTES);
        String first = Unpacked.of(html, "kindred-rest").texts().getFirst();
        assertThat(first).startsWith("user-0").endsWith("…").hasSizeLessThan(70);
    }

    private static String noise(String seed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            text.append(Integer.toString((seed + i).hashCode() * 31 + i * 0x9E3779B9, 36))
                    .append('ä');
        }
        return text.toString();
    }

    @Test
    void redactedReportsHaveNoIdsAndNoValues() throws IOException {
        String html = ReportPage.of(Invented.data(Invented.ids(50), 3, "cluster --data secret.csv"), Ids.REDACTED);

        Unpacked head = Unpacked.of(html, "kindred-head");
        Unpacked rest = Unpacked.of(html, "kindred-rest");
        assertThat(head.raw())
                .doesNotContain(
                        "user-", "Rome", "secret", "\"age\"", "age 54", "54.5", "37.25", "nodes.csv", "invented");
        assertThat(rest.raw()).doesNotContain("user-");
        assertThat(rest.has("idBytes")).isFalse();
        assertThat(rest.has("shown")).isFalse();
        assertThat(head.json().at("/clusters/2/name").asString()).isEqualTo("cluster 2");
        assertThat(head.json().at("/clusters/2/traits/0/text").asString()).isEqualTo("feature 1");
        assertThat(head.json().at("/labels/names/0").asString()).isEqualTo("label 1");
        assertThat(head.json().path("notes").get(0).asString())
                .isEqualTo("Ids, texts and values of features were left out of this report.");
    }

    @Test
    void thePolicyAllowsThePagesOwnScriptAlone() throws Exception {
        String form = ReportPage.form();

        String script = between(form, "<script>", "</script>");
        String style = between(form, "<style>", "</style>");
        assertThat(between(form, "Content-Security-Policy\" content=\"", "\""))
                .isEqualTo("default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style)
                        + "; img-src data: blob:; base-uri 'none'; form-action 'none'");
        assertThat(script).contains("Mike Bostock", "Vladimir Agafonkin"); // the licences of what is in it
    }

    @Test
    void nodesComeBackFromTheirFile() throws IOException {
        NodeArrays nodes = Invented.data(Invented.ids(20), 3, "cluster").nodes();
        Path file = folder.resolve("nodes.safetensors");
        nodes.write(file);

        NodeArrays back = NodeArrays.read(file, 20);

        assertThat(back).usingRecursiveComparison().isEqualTo(nodes);
        assertThatThrownBy(() -> NodeArrays.read(file, 21))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + ": expected 21 rows (nodes), got 20");
    }

    @Test
    void commandsAreQuotedForAShell() {
        assertThat(List.of("a b", "it's", "-k", "$HOME", "").stream().map(ReportHead::quoted))
                .containsExactly("'a b'", "'it'\\''s'", "-k", "'$HOME'", "''");
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static String between(String text, String start, String end) {
        int from = text.lastIndexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String hash(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}
