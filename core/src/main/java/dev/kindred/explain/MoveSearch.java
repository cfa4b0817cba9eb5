package dev.kindred.explain;

import dev.kindred.explain.ColumnTests.Finding;
import dev.kindred.explain.NodeCard.Move;
import dev.kindred.explain.NodeCard.Moves;
import dev.kindred.explain.NodeProbe.Without;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the fewest edges, and the fewest features, without which the model puts a node elsewhere. First all are taken away: where that changes nothing, nothing
 * less is tried. Then each of the candidates alone; if none suffices, they go one after the other, those first that cost the node's own cluster most, until the node
 * moves, and each that turns out not to be needed is put back. So a single one is the best of its kind; several are few, not always the fewest. Where all candidates
 * together do not suffice, as many more follow as are needed, found by bisection.
 */
final class MoveSearch {
    /** Questions apart from those about candidates: as it is, and for each kind without all, all candidates and those found, and a bisection. */
    private static final int FIXED = 1 + 2 * (3 + 16);

    /** Questions that one candidate costs at most: alone, with those before it, and put back. */
    private static final int EACH = 3;

    /** Features that a sentence names; more are counted. */
    private static final int NAMED = 5;

    private final Subject subject;
    private final NodeProbe probe;
    private final int node;
    private final float[] weights;
    /** Candidates of each kind: the edges heeded most, and traits of the node's cluster before other features. */
    private final int most;

    private final List<Finding> traits;

    private int own;
    private int tries;

    /** Something that can be taken away. */
    private record Candidate(String name, int neighbor, int column, int value, int[] features) {}

    /** What the model says without some candidates. */
    private record Reply(int to, double margin) {}

    /**
     * A search.
     *
     * @param weights of the node's neighbors
     * @param traits of its cluster, strongest first
     */
    MoveSearch(Subject subject, NodeProbe probe, int node, float[] weights, List<Finding> traits) {
        this.subject = subject;
        this.probe = probe;
        this.node = node;
        this.weights = weights;
        this.traits = traits;
        this.most = (probe.questions(node) - FIXED) / (2 * EACH);
    }

    Moves moves() {
        if (most < 1) {
            return new Moves(
                    null, null, 0, List.of("What would move it was not tried: too much of the graph is near it."));
        }
        own = ask(List.of()).to;
        if (own != subject.answer().labels()[node]) {
            return new Moves(
                    null,
                    null,
                    tries,
                    List.of("What would move it was not tried: near the node alone, the model puts it into cluster "
                            + own + "."));
        }
        List<String> text = new ArrayList<>();
        Move edges = search(edges(), "edges", text);
        Move features = search(features(), "features", text);
        return new Moves(edges, features, tries, text);
    }

    private List<Candidate> edges() {
        int first = (int) subject.graph().rowOffsets()[node];
        return IntStream.range(0, weights.length)
                .boxed()
                .filter(e -> subject.graph().columns()[first + e] != node)
                .sorted(Comparator.comparingDouble((Integer e) -> -weights[e]).thenComparing(e -> e))
                .map(e -> subject.graph().columns()[first + e])
                .map(other -> new Candidate("node " + other, other, -1, -1, new int[0]))
                .toList();
    }

    private List<Candidate> features() {
        ColumnValues values = subject.columns();
        List<Candidate> all = new ArrayList<>();
        for (int c = 0; c < values.columns().size(); c++) {
            Column column = values.columns().get(c);
            switch (column.kind()) {
                case TERMS -> {
                    for (int term : values.termsOf(c, node)) {
                        all.add(one(column, c, term));
                    }
                }
                case CATEGORY -> {
                    if (values.codeOf(c, node) >= 0) {
                        all.add(one(column, c, values.codeOf(c, node)));
                    }
                }
                case FLAG, NUMBER, DATE -> {
                    boolean there = column.kind() == Column.Kind.FLAG
                            ? values.codeOf(c, node) == 1
                            : !Double.isNaN(values.numberOf(c, node));
                    if (there) {
                        int[] made = IntStream.range(column.firstFeature(), column.firstFeature() + column.features())
                                .toArray();
                        int value = column.kind() == Column.Kind.FLAG ? 1 : 0;
                        all.add(new Candidate(Words.feature(column, value), -1, c, value, made));
                    }
                }
            }
        }
        return all.stream().sorted(Comparator.comparingInt(this::traitOrder)).toList();
    }

    /** Where a candidate stands among the traits; behind them if it is none. */
    private int traitOrder(Candidate candidate) {
        int order = 0;
        while (order < traits.size()
                && (traits.get(order).column() != candidate.column
                        || traits.get(order).value() != candidate.value)) {
            order++;
        }
        return order;
    }

    private static Candidate one(Column column, int position, int value) {
        int[] made = {column.firstFeature() + value};
        return new Candidate(Words.feature(column, value), -1, position, value, made);
    }

    private Reply ask(List<Candidate> without) {
        tries++;
        float[] q = probe.memberships(
                node,
                new Without(
                        without.stream()
                                .mapToInt(Candidate::neighbor)
                                .filter(n -> n >= 0)
                                .toArray(),
                        without.stream()
                                .flatMapToInt(c -> Arrays.stream(c.features))
                                .toArray()));
        int best = 0;
        for (int j = 1; j < q.length; j++) {
            best = q[j] > q[best] ? j : best;
        }
        double ownShare = tries == 1 ? q[best] : q[own];
        double other = 0;
        for (int j = 0; j < q.length; j++) {
            other = j != (tries == 1 ? best : own) ? Math.max(other, q[j]) : other;
        }
        return new Reply(best, other - ownShare);
    }

    private @Nullable Move search(List<Candidate> all, String what, List<String> text) {
        if (all.isEmpty()) {
            text.add("It has no " + what + ".");
            return null;
        }
        if (ask(all).to == own) {
            text.add("It stays where it is without any of its " + what + ".");
            return null;
        }
        List<Candidate> candidates = all.subList(0, Math.min(most, all.size()));
        boolean suffice = candidates.size() == all.size() || ask(candidates).to != own;
        List<Candidate> removed = suffice ? fewest(candidates) : more(all);
        Reply reply = ask(removed);
        List<Integer> neighbors =
                removed.stream().map(Candidate::neighbor).filter(n -> n >= 0).toList();
        List<String> names =
                neighbors.isEmpty() ? removed.stream().map(Candidate::name).toList() : List.of();
        text.add("It would be in cluster " + reply.to + " without "
                + (neighbors.isEmpty()
                        ? names.size() <= NAMED
                                ? String.join(", ", names)
                                : names.size() + " of its " + all.size() + " features"
                        : removed.size() == 1
                                ? "its edge to " + removed.getFirst().name
                                : removed.size() + " of its " + all.size() + " edges")
                + ".");
        return new Move(reply.to, neighbors, names, reply.margin);
    }

    /** The shortest row of them, from the first on, without which the node moves; more than the candidates are needed. */
    private List<Candidate> more(List<Candidate> all) {
        int stays = most;
        int moves = all.size();
        while (moves - stays > 1) {
            int middle = (stays + moves) / 2;
            if (ask(all.subList(0, middle)).to == own) {
                stays = middle;
            } else {
                moves = middle;
            }
        }
        return all.subList(0, moves);
    }

    private List<Candidate> fewest(List<Candidate> candidates) {
        double[] margin = new double[candidates.size()];
        int best = -1;
        for (int c = 0; c < margin.length; c++) {
            Reply reply = ask(List.of(candidates.get(c)));
            margin[c] = reply.margin;
            if (reply.to != own && (best < 0 || margin[c] > margin[best])) {
                best = c;
            }
        }
        if (best >= 0) {
            return List.of(candidates.get(best));
        }
        List<Candidate> order = IntStream.range(0, margin.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -margin[c]).thenComparing(c -> c))
                .<Candidate>map(candidates::get)
                .toList();
        List<Candidate> removed = new ArrayList<>();
        for (int c = 0; c < order.size() && (removed.isEmpty() || ask(removed).to == own); c++) {
            removed.add(order.get(c));
        }
        for (int c = removed.size() - 1; c >= 0 && removed.size() > 2; c--) {
            List<Candidate> fewer = new ArrayList<>(removed);
            fewer.remove(c);
            if (ask(fewer).to != own) {
                removed = fewer;
            }
        }
        return removed;
    }
}
