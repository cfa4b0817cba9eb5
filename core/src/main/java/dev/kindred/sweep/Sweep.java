package dev.kindred.sweep;

import dev.kindred.graph.AttributedGraph;
import dev.kindred.graph.FeatureBlock;
import dev.kindred.method.Prepared;
import dev.kindred.signal.Carrier;
import dev.kindred.signal.Signals;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every number of clusters of a range, scored without labels and against chance, and which of them is right.
 *
 * @param counts that were tried
 * @param seeds clusterings of each method and k
 * @param draws in which structure was destroyed
 * @param carrier what carries groups
 * @param criterion which score decides
 * @param rows one for each number of clusters
 * @param choice what follows
 */
public record Sweep(
        ClusterCounts counts,
        int seeds,
        int draws,
        Carrier carrier,
        Criterion criterion,
        List<KRow> rows,
        KChoice choice) {
    /** Groups that are looked for to find out which side carries any. */
    private static final int SIGNAL_CLUSTERS = 5;
    /** Stored edges from which on fewer draws have to do. */
    private static final long LARGE = 200_000;

    private static final int DRAWS_OF_LARGE = 2;

    public Sweep {
        rows = List.copyOf(rows);
    }

    /**
     * Tries every number of clusters. The result has the same bits for any number of threads.
     *
     * @param blocks what the columns of the features mean, or null where nobody knows
     * @param embedding {@code [n x h]} of a network that was pretrained once, for all k; null where there is none
     * @throws IllegalArgumentException where there are fewer nodes than clusters, or the method cannot be used on the graph
     * @throws SweepCancelledException where the options' cancellation asked for it
     */
    public static Sweep of(
            AttributedGraph graph,
            @Nullable List<FeatureBlock> blocks,
            @Nullable Matrix embedding,
            SweepPlan plan,
            SweepOptions options) {
        if (plan.counts().largest() > graph.nodes()) {
            throw new IllegalArgumentException("clusters: expected at most " + graph.nodes() + " (nodes), got "
                    + plan.counts().largest());
        }
        Prepared data = Sides.of(plan.method(), Prepared.of(graph, blocks));
        Signals signals;
        try (Compute compute = Compute.create(options.threads())) {
            signals = Signals.of(data, Math.min(SIGNAL_CLUSTERS, graph.nodes()), compute);
        }
        int draws = draws(data.edges().entries(), plan);
        Sides sides = new Sides(data, signals);
        List<KRow> rows = rows(sides, embedding, plan, draws, options);
        KChoice choice = KChoice.of(rows, new KChoice.Setting(sides.criterion(), signals, graph.nodes(), plan));
        return new Sweep(plan.counts(), plan.seeds(), draws, signals.carrier(), sides.criterion(), rows, choice);
    }

    /** Draws of chance on a graph with so many stored edges. */
    static int draws(long entries, SweepPlan plan) {
        return entries > LARGE ? Math.min(plan.draws(), DRAWS_OF_LARGE) : plan.draws();
    }

    private static List<KRow> rows(
            Sides sides, @Nullable Matrix embedding, SweepPlan plan, int draws, SweepOptions options) {
        int pieces = (draws + 1) * (plan.counts().values().size() + 1) + 1;
        try (Tasks tasks = new Tasks(options, pieces)) {
            List<Tasks.Task<Trial>> prepared = new ArrayList<>();
            prepared.add(compute -> sides.trial(embedding, Effort.of(plan), plan.seed()));
            for (int r = 1; r <= draws; r++) {
                int draw = r;
                prepared.add(compute -> sides.destroyed(draw).trial(null, Effort.OF_DRAW, plan.seed()));
            }
            List<Trial> trials = tasks.all(prepared);
            return rows(trials, search(trials, plan.counts(), tasks), sides);
        }
    }

    /** By trial, then by k. Large k take longest and come first, so that no thread is left alone with one. */
    private static List<List<Found>> search(List<Trial> trials, ClusterCounts counts, Tasks tasks) {
        List<Integer> falling = counts.values().reversed();
        List<Tasks.Task<Found>> single = new ArrayList<>();
        for (int k : falling) {
            trials.forEach(trial -> single.add(compute -> trial.search().find(k, compute)));
        }
        List<Found> all = tasks.all(single);
        List<List<Found>> found = new ArrayList<>();
        for (int t = 0; t < trials.size(); t++) {
            List<Found> own = new ArrayList<>();
            for (int at = falling.size() - 1; at >= 0; at--) {
                own.add(all.get(at * trials.size() + t));
            }
            found.add(own);
        }
        Search search = trials.getFirst().search();
        List<Found> own = found.getFirst();
        found.set(
                0,
                tasks.all(List.of((Tasks.Task<List<Found>>) compute -> search.refined(own, compute)))
                        .getFirst());
        return found;
    }

    private static List<KRow> rows(List<Trial> trials, List<List<Found>> found, Sides sides) {
        List<KRow> rows = new ArrayList<>();
        for (int at = 0; at < found.getFirst().size(); at++) {
            List<KScores> draws = new ArrayList<>();
            for (int t = 1; t < trials.size(); t++) {
                draws.add(trials.get(t).scores(found.get(t).get(at)));
            }
            Found own = found.getFirst().get(at);
            KRow.Chance chance = KRow.Chance.of(draws);
            KScores scores = sides.supported(trials.getFirst().scores(own), chance);
            rows.add(new KRow(own.k(), own.occupied(), own.largest(), scores, chance));
        }
        return rows;
    }

    /** The row of a number of clusters that was tried. */
    public KRow row(int k) {
        return rows.stream()
                .filter(row -> row.k() == k)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("k: expected one of " + counts + ", got " + k));
    }
}
