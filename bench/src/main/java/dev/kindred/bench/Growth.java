package dev.kindred.bench;

import dev.kindred.Daegc;
import dev.kindred.graph.AttributedGraph;
import dev.kindred.model.ModelConfig;
import dev.kindred.model.Phase;
import dev.kindred.nn.GatConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * How the time of an epoch grows on generated graphs: one quantity at a time while the others stay, each with its fitted exponent, as a
 * table and as a plot. Epochs are those of finetuning, in which every operation takes part, of the default preset.
 *
 * <p>Usage: {@code Growth SECONDS OUT.svg}; seconds are spent on each point, after as many of warm-up.
 */
public final class Growth {
    private static final int NODES = 30_000;
    private static final int EDGES = 150_000;
    private static final int COLUMNS = 4_000;
    private static final int WORDS = 20;
    private static final int HIDDEN = 64;
    private static final int CLUSTERS = 8;
    private static final int LEAST_EPOCHS = 5;

    /** Seconds on the base before the first point, so that it is not the one during which the JVM compiles. */
    private static final double WARM_UP = 4;

    /** A graph and the size of its two layers. */
    private record Point(PlantedGraph graph, int hidden) {}

    /** One quantity that grows: its values and what each means. */
    private record Sweep(String title, String rest, int[] values, IntFunction<Point> point) {}

    private static final List<Sweep> SWEEPS = List.of(
            new Sweep(
                    "edges",
                    "30,000 nodes",
                    new int[] {10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000},
                    edges -> new Point(new PlantedGraph(NODES, edges, COLUMNS, WORDS), HIDDEN)),
            new Sweep(
                    "nodes",
                    "300,000 edges",
                    new int[] {3_000, 10_000, 30_000, 100_000, 300_000},
                    nodes -> new Point(new PlantedGraph(nodes, 300_000, COLUMNS, WORDS), HIDDEN)),
            new Sweep(
                    "nodes with 5 edges each",
                    "degree 10",
                    new int[] {2_000, 6_000, 20_000, 60_000, 200_000, 600_000},
                    nodes -> new Point(new PlantedGraph(nodes, 5 * nodes, COLUMNS, WORDS), HIDDEN)),
            new Sweep(
                    "feature values a node",
                    "30,000 nodes, 150,000 edges",
                    new int[] {5, 20, 80, 320, 1_280},
                    words -> new Point(new PlantedGraph(NODES, EDGES, COLUMNS, words), HIDDEN)),
            new Sweep(
                    "columns of features",
                    "20 values a node",
                    new int[] {500, 2_000, 8_000, 32_000, 128_000},
                    columns -> new Point(new PlantedGraph(NODES, EDGES, columns, WORDS), HIDDEN)),
            new Sweep(
                    "hidden size",
                    "30,000 nodes, 150,000 edges",
                    new int[] {16, 32, 64, 128, 256, 512},
                    hidden -> new Point(new PlantedGraph(NODES, EDGES, COLUMNS, WORDS), hidden)));

    private Growth() {}

    /** See the class. */
    public static void main(String[] args) {
        Arguments.run("Growth SECONDS OUT.svg", 2, args, () -> {
            double seconds = Arguments.positive("seconds", args[0]);
            List<GrowthPlot.Panel> panels = new ArrayList<>();
            System.out.printf(
                    "finetuning epochs, default preset (%d-%d unless said), %d threads; "
                            + "base: %,d nodes, %,d undirected edges, %,d columns, %d values a node%n",
                    HIDDEN, HIDDEN, Runtime.getRuntime().availableProcessors(), NODES, EDGES, COLUMNS, WORDS);
            epoch(new Point(new PlantedGraph(NODES, EDGES, COLUMNS, WORDS), HIDDEN), Math.max(seconds, WARM_UP));
            for (Sweep sweep : SWEEPS) {
                panels.add(measure(sweep, seconds));
            }
            write(Path.of(args[1]), GrowthPlot.svg(panels));
        });
    }

    private static GrowthPlot.Panel measure(Sweep sweep, double seconds) {
        double[] x = Arrays.stream(sweep.values).asDoubleStream().toArray();
        double[] y = new double[x.length];
        System.out.printf("%s (%s)%n", sweep.title, sweep.rest);
        for (int i = 0; i < x.length; i++) {
            y[i] = epoch(sweep.point.apply(sweep.values[i]), seconds);
            System.out.printf(Locale.ROOT, "  %,11d %10.3f ms%n", sweep.values[i], y[i]);
        }
        PowerFit fit = PowerFit.of(x, y);
        int last = x.length - 2;
        PowerFit end = PowerFit.of(Arrays.copyOfRange(x, last, x.length), Arrays.copyOfRange(y, last, x.length));
        System.out.printf(
                Locale.ROOT,
                "  exponent %.2f over the whole range, %.2f between the last two points%n",
                fit.exponent(),
                end.exponent());
        return new GrowthPlot.Panel(sweep.title, sweep.rest, x, y, fit, end);
    }

    private static double epoch(Point point, double seconds) {
        AttributedGraph graph = point.graph.make();
        ModelConfig base = Daegc.defaults(CLUSTERS);
        ModelConfig config =
                base.withEncoder(((GatConfig) base.encoder()).withSizes(List.of(point.hidden, point.hidden)));
        try (Training training =
                new Training(graph, config, Runtime.getRuntime().availableProcessors())) {
            training.epochs(Phase.FINETUNE, seconds, LEAST_EPOCHS);
            return Training.median(training.epochs(Phase.FINETUNE, seconds, LEAST_EPOCHS));
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        System.out.println("written: " + file);
    }
}
