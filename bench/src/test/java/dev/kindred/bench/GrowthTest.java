package dev.kindred.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.SparseFeatures;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What growth is measured on, fitted by and drawn as. */
class GrowthTest {
    @Test
    void theSameRequestGivesTheSameGraphOfTheSizeAskedFor() {
        PlantedGraph request = new PlantedGraph(5_000, 20_000, 700, 12);
        AttributedGraph first = request.make();
        AttributedGraph second = request.make();
        assertThat(first.graph().columns()).isEqualTo(second.graph().columns());
        assertThat(first.nodes()).isEqualTo(5_000);
        assertThat(first.graph().isSymmetric()).isTrue();
        assertThat(first.graph().edges()).isBetween(36_000L, 40_000L);
        assertThat(first.features().columns()).isEqualTo(700);
        assertThat(first.features().storedValues()).isBetween(50_000L, 60_000L);
        assertThat(((SparseFeatures) first.features()).columnIndices())
                .isEqualTo(((SparseFeatures) second.features()).columnIndices());
    }

    @Test
    void degreesHaveAHeavyTail() {
        AttributedGraph graph = new PlantedGraph(20_000, 100_000, 100, 4).make();
        assertThat(graph.graph().maxDegree())
                .as("largest degree where the mean is 10")
                .isGreaterThan(200);
    }

    @Test
    void exactPowersAreFoundAgain() {
        double[] x = {10, 100, 1_000, 5_000};
        double[] y = Arrays.stream(x).map(v -> 3 * Math.pow(v, 1.25)).toArray();
        PowerFit fit = PowerFit.of(x, y);
        assertThat(fit.exponent()).isCloseTo(1.25, within(1e-9));
        assertThat(fit.at(200)).isCloseTo(3 * Math.pow(200, 1.25), within(1e-6));
        assertThatThrownBy(() -> PowerFit.of(new double[] {1}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("points: expected two or more, as many x as y, got 1 and 1");
    }

    @Test
    void thePlotIsWellFormedAndHoldsEveryPoint() throws Exception {
        double[] x = {10, 1_000, 2_000_000};
        double[] y = {.5, 20, 900};
        PowerFit fit = PowerFit.of(x, y);
        String svg = GrowthPlot.svg(List.of(
                new GrowthPlot.Panel("edges", "5 nodes", x, y, fit, fit),
                new GrowthPlot.Panel("nodes", "", x, y, fit, fit)));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(6);
        assertThat(document.getElementsByTagName("title").item(2).getTextContent())
                .isEqualTo("2M: 900.000 ms");
    }
}
