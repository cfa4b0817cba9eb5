package dev.kindred.sweep;

import dev.kindred.method.AttributeColumns;
import dev.kindred.method.AttributePoints;
import dev.kindred.method.Communities;
import dev.kindred.method.EdgeCounts;
import dev.kindred.method.Method;
import dev.kindred.method.Prepared;
import dev.kindred.method.SimpleMethods;
import dev.kindred.method.Smoothing;
import dev.kindred.method.Spectral;
import dev.kindred.signal.Signals;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sides of a graph and which of them carry groups: what does not is left out of the search.
 *
 * @param data edges and attributes
 * @param signals which of them carry
 */
record Sides(Prepared data, Signals signals) {
    private static final int SPECTRAL_WIDTH = 16;

    /** What a method looks at. */
    static Prepared of(Method method, Prepared all) {
        String refusal = SimpleMethods.refusal(method, all);
        if (!refusal.isEmpty()) {
            throw new IllegalArgumentException("method " + method.key() + ": " + refusal);
        }
        return switch (method) {
            case KMEANS -> all.withoutEdges();
            case LEIDEN, SPECTRAL -> all.withoutAttributes();
            case AUTO, DAEGC, BLOCKS, SSGC -> all;
        };
    }

    /** The same with structure destroyed: edges rewired with degrees kept, columns shuffled. */
    Sides destroyed(int draw) {
        EdgeCounts edges = data.hasEdges() ? data.edges().rewired(draw) : data.edges();
        AttributeColumns columns = data.hasAttributes() ? data.attributes().shuffled(draw) : data.attributes();
        Matrix points = data.hasAttributes() ? AttributePoints.of(columns) : data.points();
        return new Sides(new Prepared(edges, columns, points), signals);
    }

    Criterion criterion() {
        return data.attributes().areWide() && signals.attributesCarry() ? Criterion.AGREEMENT : Criterion.EVIDENCE;
    }

    /** Scores with the support of a vote: agreement counts as far as clusters follow the edges, or the attributes, more than by chance. */
    KScores supported(KScores scores, KRow.@Nullable Chance chance) {
        if (criterion() == Criterion.EVIDENCE) {
            return scores;
        }
        double above = signals.edgesCarry()
                ? scores.modularity()
                        - (chance == null ? 0 : chance.modularity().mean())
                : scores.silhouette()
                        - (chance == null ? 0 : chance.silhouette().mean());
        return scores.withSupport(Math.max(0, scores.agreement()) * Math.max(0, above));
    }

    /**
     * What is searched.
     *
     * @param embedding of the network, or null
     */
    Trial trial(@Nullable Matrix embedding, Effort effort, long seed) {
        Prepared carrying = carrying();
        if (criterion() == Criterion.EVIDENCE) {
            return blocks(carrying, embedding, effort, seed);
        }
        List<Matrix> spaces = new ArrayList<>();
        Matrix smooth = carrying.points();
        if (carrying.hasEdges()) {
            for (int steps : new int[] {2, 2, 4}) {
                smooth = Smoothing.of(carrying.edges(), smooth, steps);
                spaces.add(SimpleMethods.unitRows(smooth));
            }
            if (embedding != null) {
                spaces.add(embedding);
            }
        } else {
            spaces.add(SimpleMethods.unitRows(smooth));
        }
        return new Trial(new VoteSearch(spaces, effort.seeds(), seed), data.edges(), spaces.getFirst());
    }

    private Prepared carrying() {
        return switch (signals.carrier()) {
            case BOTH, NOTHING -> data;
            case STRUCTURE -> data.withoutAttributes();
            case ATTRIBUTES -> data.withoutEdges();
        };
    }

    private Trial blocks(Prepared carrying, @Nullable Matrix embedding, Effort effort, long seed) {
        List<Matrix> spaces = new ArrayList<>();
        List<Communities> communities = new ArrayList<>();
        for (int s = 0; s < effort.communities() && carrying.hasEdges(); s++) {
            communities.add(new Communities(carrying.edges(), seed + s));
        }
        Matrix last = carrying.points();
        if (!carrying.hasAttributes()) {
            last = carrying.hasEdges()
                    ? Spectral.of(carrying.edges(), Math.min(SPECTRAL_WIDTH, data.nodes()))
                    : Matrix.zeros(data.nodes(), 1);
        } else if (carrying.hasEdges()) {
            spaces.add(carrying.points());
            last = Smoothing.of(carrying.edges(), carrying.points(), 2);
            spaces.add(Smoothing.of(carrying.edges(), last, 6));
        }
        if (embedding != null) {
            spaces.add(embedding);
        }
        spaces.add(last);
        return new Trial(new BlockSearch(carrying, spaces, communities, seed, effort), data.edges(), last);
    }
}
