package dev.kindred.cli;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.method.Method;
import dev.kindred.select.Selected;
import dev.kindred.train.Clustering;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters a run that has been trained ends with.
 *
 * @param method asked for
 * @param threads that work
 * @param chooser {@link Selected#of}
 */
record MethodChoice(Method method, int threads, Chooser chooser) {
    /** Takes clusters by a method. */
    interface Chooser {
        Selected choose(
                Method method,
                AttributedGraph graph,
                @Nullable List<FeatureBlock> blocks,
                Clustering trained,
                int threads);
    }

    /**
     * The clusters of the run. A comparison of methods that fails never costs a run that was trained: the network's clusters are kept then.
     *
     * @param warned told why they are
     */
    Selected of(ClusterInput input, Clustering trained, Consumer<String> warned) {
        try {
            return chooser.choose(method, input.graph(), input.blocks(), trained, threads);
        } catch (OutOfMemoryError | RuntimeException e) {
            if (method != Method.AUTO) {
                throw e;
            }
            String why = e instanceof OutOfMemoryError
                    ? "memory ran out while simple methods were compared"
                    : "simple methods could not be compared: " + e;
            warned.accept(why + "; the network's clusters are kept");
            return Selected.network(method, trained, why);
        }
    }
}
