package dev.kindred.select;

import dev.kindred.eval.LabelMetrics;
import dev.kindred.method.BlockLikelihood;
import dev.kindred.method.BlockModel;
import dev.kindred.method.Consensus;
import dev.kindred.method.Grouping;
import dev.kindred.method.Method;
import dev.kindred.method.Prepared;
import dev.kindred.method.SimpleMethods;
import dev.kindred.signal.Carrier;
import dev.kindred.signal.Signals;
import dev.kindred.tensor.Compute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The best way to group the nodes of a graph, as far as that shows without labels. First it is found out which side carries groups. Then, where
 * attributes are few or many columns that say something each, the block model of what carries is the judge: groups are as good as what they explain, in
 * bits, and its own fit from the best of all starts, the network's among them, is taken. Where they are a large bag of words or long vectors, their
 * columns are not independent enough to be added up; there, candidates vote, and those that disagree with all others have no voice.
 *
 * @param method name of what was taken
 * @param grouping what it found
 * @param signals which side carries
 * @param candidates all that were looked at
 * @param why it was taken
 */
public record Choice(String method, Grouping grouping, Signals signals, List<Candidate> candidates, String why) {
    private static final String CONSENSUS = "consensus";
    private static final String SMOOTHING = "smoothing ";
    private static final String PRETRAINED = "daegc, pretrained";
    /** A voter whose agreement with the others is below this share of the best voter's is not heard. */
    private static final double LEAST_AGREEMENT = .5;
    /** Nodes times clusters squared, above which spectral coordinates take too long for one candidate of many. */
    private static final double MOST_SPECTRAL_WORK = 2e8;

    public Choice {
        candidates = List.copyOf(candidates);
    }

    /** As in {@code Choice[blocks of 8 candidates, because ..]}. */
    @Override
    public String toString() {
        return "Choice[" + method + " of " + candidates.size() + " candidates, because " + why + "]";
    }

    /**
     * Chooses.
     *
     * @param clusters k
     * @param network what the network found, or null where none was trained
     */
    public static Choice of(Prepared data, int clusters, long seed, @Nullable Network network, Compute compute) {
        Signals signals = Signals.of(data, clusters, compute);
        Search search = new Search(data, relevant(data, signals), clusters, seed, network, compute);
        return data.attributes().areWide() && signals.attributesCarry() ? search.wide(signals) : search.joint(signals);
    }

    /** What carries groups; everything where nothing does. */
    private static Prepared relevant(Prepared data, Signals signals) {
        return switch (signals.carrier()) {
            case BOTH, NOTHING -> data;
            // Attributes too weak to tell groups apart alone still help where they follow the edges.
            case STRUCTURE -> signals.neighborsAreAlike() ? data : data.withoutAttributes();
            case ATTRIBUTES -> data.withoutEdges();
        };
    }

    /** One search and what it has found so far. */
    private static final class Search {
        private final Prepared all;
        private final Prepared data;
        private final int clusters;
        private final @Nullable Network network;
        private final SimpleMethods methods;
        private final Map<String, Grouping> found = new LinkedHashMap<>();

        Search(Prepared all, Prepared data, int clusters, long seed, @Nullable Network network, Compute compute) {
            this.all = all;
            this.data = data;
            this.clusters = clusters;
            this.network = network;
            methods = new SimpleMethods(data, clusters, seed, compute);
        }

        /** By the block model. */
        Choice joint(Signals signals) {
            for (Method method : List.of(Method.KMEANS, Method.SSGC, Method.LEIDEN, Method.SPECTRAL)) {
                boolean slow =
                        method == Method.SPECTRAL && (double) data.nodes() * clusters * clusters > MOST_SPECTRAL_WORK;
                if (!slow && SimpleMethods.refusal(method, data).isEmpty()) {
                    found.put(method.key(), methods.fit(method));
                }
            }
            if (data.hasEdges() && data.hasAttributes()) {
                addSmoothed(2, 8);
            }
            addNetwork();
            List<int[]> starts = new ArrayList<>();
            found.keySet().forEach(name -> starts.add(labels(name)));
            if (starts.isEmpty()) {
                starts.addAll(methods.starts());
            }
            found.put(Method.BLOCKS.key(), methods.blocks(starts));
            List<Candidate> candidates = candidates();
            Candidate blocks = candidates.getLast();
            Candidate taken = best(candidates);
            if (taken.equals(blocks) && blocks.bits() < 0 && signals.carrier() == Carrier.BOTH) {
                return weak(signals, candidates);
            }
            String why = taken.equals(blocks)
                    ? String.format(
                            Locale.ROOT,
                            "a block model of %s, fitted from the best of %d starts, explains most: %.2f bits a node",
                            sides(),
                            starts.size(),
                            taken.bits())
                    : "a block model of " + sides()
                            + " leaves clusters empty, and of those that do not this explains most";
            return new Choice(taken.method(), grouping(taken.method()), signals, candidates, why);
        }

        /**
         * Groups explain less than it costs to name them: a likelihood that prefers no groups at all cannot tell good ones from bad. What
         * averages neighbors needs no such judge; the network first, which learns whom to listen to.
         */
        private Choice weak(Signals signals, List<Candidate> candidates) {
            Candidate blocks = candidates.getLast();
            String bits = String.format(
                    Locale.ROOT,
                    "groups are too weak for a block model to judge (%.2f bits a node), and ",
                    blocks.bits());
            Map<String, String> others = new LinkedHashMap<>();
            others.put(Method.DAEGC.key(), "the network learns from edges and attributes together");
            others.put(SMOOTHING + 2, "attributes averaged over neighbors use both sides");
            for (Map.Entry<String, String> other : others.entrySet()) {
                Grouping grouping = found.get(other.getKey());
                if (grouping != null && grouping.occupied() >= blocks.clusters()) {
                    return new Choice(other.getKey(), grouping, signals, candidates, bits + other.getValue());
                }
            }
            return new Choice(
                    blocks.method(),
                    grouping(blocks.method()),
                    signals,
                    candidates,
                    bits + "no other candidate fills as many clusters");
        }

        /** The block model unless it left clusters empty that others fill; of these, the one that explains most. */
        private static Candidate best(List<Candidate> candidates) {
            Candidate best = candidates.getLast();
            for (Candidate candidate : candidates) {
                boolean fuller = candidate.clusters() > best.clusters();
                boolean better = candidate.clusters() == best.clusters()
                        && !best.equals(candidates.getLast())
                        && candidate.bits() > best.bits();
                best = fuller || better ? candidate : best;
            }
            return best;
        }

        /** By vote. */
        Choice wide(Signals signals) {
            if (signals.carrier() == Carrier.ATTRIBUTES) {
                Grouping grouping = methods.fit(Method.KMEANS);
                found.put(Method.KMEANS.key(), grouping);
                addNetwork();
                return new Choice(
                        Method.KMEANS.key(),
                        grouping,
                        signals,
                        candidates(),
                        "the edges carry no groups, so that only the attributes are used, and there are too many columns for a"
                                + " block model");
            }
            addSmoothed(2, 4, 8);
            found.put(Method.SSGC.key(), methods.fit(Method.SSGC));
            addNetwork();
            List<String> voters = voters();
            List<int[]> votes = new ArrayList<>();
            voters.forEach(name -> votes.add(labels(name)));
            boolean heard = voters.contains(Method.DAEGC.key());
            if (heard) {
                votes.add(labels(Method.DAEGC.key()));
            }
            Grouping grouping = Consensus.of(votes, clusters);
            found.put(CONSENSUS, grouping);
            return new Choice(
                    CONSENSUS,
                    grouping,
                    signals,
                    candidates(),
                    "the vote of " + voters.size() + " clusterings"
                            + (heard ? ", the network's counted twice" : "")
                            + ": there are too many columns for a block model");
        }

        /** Names of those that are heard, the one that agrees most with the others first. */
        private List<String> voters() {
            List<String> names = new ArrayList<>(found.keySet());
            names.remove(PRETRAINED);
            Map<String, Double> agreements = new LinkedHashMap<>();
            for (String name : names) {
                double sum = 0;
                for (String other : names) {
                    sum += name.equals(other) ? 0 : agreement(name, other);
                }
                agreements.put(name, sum);
            }
            names.sort((a, b) -> Double.compare(agreements.getOrDefault(b, 0.0), agreements.getOrDefault(a, 0.0)));
            double best = agreements.getOrDefault(names.getFirst(), 0.0);
            names.removeIf(name -> agreements.getOrDefault(name, 0.0) < LEAST_AGREEMENT * best);
            return names;
        }

        private void addSmoothed(int... steps) {
            List<Grouping> groupings = methods.smoothed(steps);
            for (int s = 0; s < steps.length; s++) {
                found.put(SMOOTHING + steps[s], groupings.get(s));
            }
        }

        private void addNetwork() {
            if (network != null) {
                found.put(PRETRAINED, Grouping.of(Method.DAEGC, network.pretrained(), clusters, 1));
                found.put(Method.DAEGC.key(), Grouping.of(Method.DAEGC, network.finetuned(), clusters, 1));
            }
        }

        private List<Candidate> candidates() {
            List<BlockLikelihood> attributes = BlockLikelihood.of(data.attributes());
            List<Candidate> candidates = new ArrayList<>();
            for (String name : found.keySet()) {
                int[] labels = labels(name);
                double sum = 0;
                for (String other : found.keySet()) {
                    sum += name.equals(other) ? 0 : agreement(name, other);
                }
                double nats = BlockModel.of(data.edges(), attributes, clusters, labels)
                        .bound();
                candidates.add(new Candidate(
                        name,
                        (int) Arrays.stream(labels).distinct().count(),
                        all.edges().modularity(labels),
                        nats / Math.log(2) / Math.max(1, labels.length),
                        found.size() == 1 ? 1 : sum / (found.size() - 1)));
            }
            return candidates;
        }

        private int[] labels(String name) {
            return grouping(name).labels();
        }

        private Grouping grouping(String name) {
            return Objects.requireNonNull(found.get(name));
        }

        private double agreement(String one, String other) {
            return LabelMetrics.normalizedMutualInformation(labels(one), labels(other));
        }

        private String sides() {
            return data.hasEdges() ? (data.hasAttributes() ? "edges and attributes" : "the edges") : "the attributes";
        }
    }
}
