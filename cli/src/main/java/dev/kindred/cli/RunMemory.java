package dev.kindred.cli;

import dev.kindred.cli.report.ReportPage;
import dev.kindred.graph.Features;
import dev.kindred.layout.Layout2d;
import dev.kindred.method.Method;
import dev.kindred.model.ModelConfig;
import dev.kindred.run.NodeArrays;
import dev.kindred.select.ChoiceMemory;
import dev.kindred.select.Selected;
import dev.kindred.train.GraphSize;
import dev.kindred.train.MemoryEstimate;
import dev.kindred.train.MemoryEstimate.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * How much memory a whole run takes: training, then comparing methods, then the report. What a stage held is collected before the next. A run is
 * refused for the first alone: a comparison or a report that runs out of memory costs no results.
 *
 * @param size of the graph
 * @param config of the network
 * @param seeds runs of the network
 * @param method asked for
 * @param before stages before training: the sweep of {@code -k auto}
 */
record RunMemory(GraphSize size, ModelConfig config, int seeds, Method method, List<Part> before) {
    RunMemory {
        before = List.copyOf(before);
    }

    /** A run whose number of clusters was given. */
    RunMemory(GraphSize size, ModelConfig config, int seeds, Method method) {
        this(size, config, seeds, method, List.of());
    }

    /** The largest of the stages, and what each holds. */
    Part estimate() {
        List<Part> stages = new ArrayList<>(before);
        stages.add(MemoryEstimate.of(size, config, seeds));
        stages.addAll(later());
        return Part.largest("heap at the peak, the largest of", stages);
    }

    /** Bytes that the process will be seen to take at its peak. */
    long peak() {
        long peak = MemoryLimits.peakOf(size, config, seeds);
        List<Part> others = new ArrayList<>(before);
        others.addAll(later());
        for (Part stage : others) {
            peak = Math.max(peak, MemoryLimits.peakOf(stage.bytes(), stage.bytes()));
        }
        return peak;
    }

    private List<Part> later() {
        List<Part> stages = new ArrayList<>();
        Part held = MemoryEstimate.afterTraining(size, config);
        if (method != Method.DAEGC && (method.isSimple() || Selected.compares(size, config.clusters()))) {
            stages.add(Part.sum("after training", List.of(held, ChoiceMemory.of(size, config.clusters()))));
        }
        stages.add(Part.sum("report", List.of(held, report())));
        return stages;
    }

    private Part report() {
        long n = size.nodes();
        long shown = Math.min(n, ReportPage.MOST_NODES);
        long h = config.encoder().embeddingSize();
        boolean sparse = size.layout() == Features.Layout.SPARSE;
        long facts = 24 * n + (sparse ? 8 * size.storedValues() : 0) + 4 * size.entries();
        long nodes = (8L * NodeArrays.NEIGHBORS + 40) * n;
        return Part.sum(
                "explanation",
                List.of(
                        Part.leaf("facts about clusters and columns", facts),
                        Part.largest(
                                "temporary, the largest of",
                                List.of(
                                        Part.leaf(
                                                "map",
                                                Layout2d.defaults(0).bytes(shown, h) + (shown < n ? 4 * shown * h : 0)),
                                        Part.leaf("cards of nodes", nodes)))));
    }
}
