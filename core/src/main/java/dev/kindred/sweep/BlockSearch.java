package dev.kindred.sweep;

import dev.kindred.cluster.KMeans;
import dev.kindred.method.BlockEvidence;
import dev.kindred.method.BlockLikelihood;
import dev.kindred.method.BlockModel;
import dev.kindred.method.Communities;
import dev.kindred.method.Grouping;
import dev.kindred.method.Method;
import dev.kindred.method.Prepared;
import dev.kindred.method.Spectral;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Block models, from the starts of several seeds: k-means in several spaces, communities and spectral coordinates. Of the starts of a seed those that
 * explain most as they are get fitted. Each k is first searched by itself. Then fits go down from k to k - 1 with one group dissolved, and up from k to
 * k + 1 with one group split, wherever that explains more: a good fit for one k is not far from one for the next. Draws of chance do without that.
 *
 * @param data edges, attributes or both: what carries
 * @param spaces {@code [n x h]} each, for k-means; groups are split in the last
 * @param communities of the edges, one for each seed or one for all; none without edges
 * @param first seed
 * @param effort seeds, and fits of each
 */
record BlockSearch(Prepared data, List<Matrix> spaces, List<Communities> communities, long first, Effort effort)
        implements Search {
    /** Groups smaller than this are not split. */
    private static final int LEAST_SPLIT = 6;

    private static final int RESTARTS = 2;
    /** Nodes times clusters squared, above which spectral coordinates take too long for one start of many. */
    private static final double MOST_SPECTRAL_WORK = 2e7;

    BlockSearch {
        spaces = List.copyOf(spaces);
        communities = List.copyOf(communities);
    }

    @Override
    public Found find(int k, Compute compute) {
        List<int[]> clusterings = new ArrayList<>();
        Found best = null;
        Matrix spectral = data.hasEdges() && (double) data.nodes() * k * k <= MOST_SPECTRAL_WORK
                ? Spectral.of(data.edges(), k)
                : null;
        for (int s = 0; s < effort.seeds(); s++) {
            List<int[]> starts = new ArrayList<>();
            for (Matrix space : spaces) {
                starts.add(points(space, k, first + s, compute));
            }
            if (spectral != null) {
                starts.add(points(spectral, k, first + s, compute));
            }
            if (!communities.isEmpty()) {
                starts.add(communities.get(s % communities.size()).merged(k));
            }
            Found found = null;
            for (int[] start : promising(starts, k)) {
                found = better(found, fit(k, start));
            }
            if (found != null) {
                clusterings.add(found.labels());
                best = better(best, found);
            }
        }
        if (best == null) {
            throw new AssertionError("seeds: expected 1 or more, got " + effort.seeds());
        }
        return best.withAgreement(Found.agreement(clusterings));
    }

    private static int[] points(Matrix space, int k, long seed, Compute compute) {
        return KMeans.of(k, RESTARTS).fit(compute, space, seed).labels();
    }

    /** A start and what it explains as it is. */
    private record Start(int[] labels, double bound) {}

    /** The starts that explain most as they are. */
    private List<int[]> promising(List<int[]> starts, int k) {
        List<BlockLikelihood> attributes = BlockLikelihood.of(data.attributes());
        return starts.stream()
                .map(labels -> new Start(
                        labels,
                        BlockModel.of(data.edges(), attributes, k, labels).bound()))
                .sorted(Comparator.comparingDouble(Start::bound).reversed())
                .limit(effort.fits())
                .map(Start::labels)
                .toList();
    }

    private Found fit(int k, int[] start) {
        BlockModel.Fit fit = BlockModel.fit(data.edges(), BlockLikelihood.of(data.attributes()), k, start);
        Grouping grouping = new Grouping(Method.BLOCKS, k, fit.shares());
        return new Found(k, grouping.labels(), grouping.second(), BlockEvidence.of(data, fit), 0);
    }

    private static Found better(@Nullable Found one, Found other) {
        return one == null || other.nats() > one.nats() ? other : one;
    }

    @Override
    public List<Found> refined(List<Found> found, Compute compute) {
        List<Found> now = new ArrayList<>(found);
        for (int at = now.size() - 2; at >= 0; at--) {
            replaceIfBetter(
                    now,
                    at,
                    fit(now.get(at).k(), dissolved(now.get(at + 1), now.get(at).k())));
        }
        for (int at = 1; at < now.size(); at++) {
            replaceIfBetter(
                    now,
                    at,
                    fit(now.get(at).k(), split(now.get(at - 1), now.get(at).k(), compute)));
        }
        return now;
    }

    private static void replaceIfBetter(List<Found> now, int at, Found other) {
        Found before = now.get(at);
        if (other.nats() > before.nats()) {
            now.set(at, other.withAgreement(before.agreement()));
        }
    }

    /** The clusters of a fit with more groups, dissolved one by one into each node's second choice, the one that costs least first. */
    private int[] dissolved(Found from, int k) {
        int[] labels = from.labels();
        int[] second = from.second();
        List<BlockLikelihood> attributes = BlockLikelihood.of(data.attributes());
        for (int groups = from.k(); groups > k; groups--) {
            int[] best = null;
            double most = Double.NEGATIVE_INFINITY;
            for (int gone = 0; gone < groups; gone++) {
                int[] candidate = without(labels, second, gone);
                double bound = BlockModel.of(data.edges(), attributes, groups - 1, candidate)
                        .bound();
                if (best == null || bound > most) {
                    best = candidate;
                    most = bound;
                }
            }
            if (best == null) {
                throw new AssertionError("groups: expected 1 or more, got " + groups);
            }
            labels = best;
            second = best;
        }
        return labels;
    }

    private static int[] without(int[] labels, int[] second, int gone) {
        int[] candidate = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i] == gone ? second[i] : labels[i];
            // Once dissolved before, a node has no second choice left; it joins the first group.
            label = label == gone ? (gone == 0 ? 1 : 0) : label;
            candidate[i] = label > gone ? label - 1 : label;
        }
        return candidate;
    }

    /** The clusters of a fit with fewer groups, split one by one in two, the one that gains most first. */
    private int[] split(Found from, int k, Compute compute) {
        int[] labels = from.labels();
        List<BlockLikelihood> attributes = BlockLikelihood.of(data.attributes());
        for (int groups = from.k(); groups < k; groups++) {
            int[] best = labels;
            double most = Double.NEGATIVE_INFINITY;
            for (int whole = 0; whole < groups; whole++) {
                int[] candidate = halved(labels, whole, groups, compute);
                double bound = BlockModel.of(data.edges(), attributes, groups + 1, candidate)
                        .bound();
                if (bound > most) {
                    best = candidate;
                    most = bound;
                }
            }
            labels = best;
        }
        return labels;
    }

    private int[] halved(int[] labels, int whole, int name, Compute compute) {
        int[] members = new int[labels.length];
        int size = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == whole) {
                members[size++] = i;
            }
        }
        int[] candidate = labels.clone();
        if (size < LEAST_SPLIT) {
            return candidate;
        }
        Matrix space = spaces.getLast();
        int width = space.columns();
        float[] rows = new float[size * width];
        for (int i = 0; i < size; i++) {
            System.arraycopy(space.data(), members[i] * width, rows, i * width, width);
        }
        int[] halves = KMeans.of(2, RESTARTS)
                .fit(compute, new Matrix(size, width, rows), first)
                .labels();
        for (int i = 0; i < size; i++) {
            candidate[members[i]] = halves[i] == 0 ? whole : name;
        }
        return candidate;
    }
}
