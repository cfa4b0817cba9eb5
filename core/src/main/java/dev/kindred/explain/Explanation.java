package dev.kindred.explain;

import dev.kindred.eval.StructureMetrics;
import dev.kindred.explain.ColumnTests.Finding;
import dev.kindred.explain.NodeCard.Evidence;
import dev.kindred.explain.NodeCard.Neighbor;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a clustering says: one source for every number of the report, of {@code clusters.json} and of {@code kindred explain}. Cards of clusters are made at once,
 * those of nodes when they are asked for. Where clusters were found by looking at the very attributes that are tested, p-values tell how far a cluster differs, not
 * whether it is real: any cut of a cloud differs from the rest.
 *
 * <p>Same numbers for any number of threads. Time: {@code O(stored values + n (k + h) + e)} and, for numbers, a sort of each column.
 */
public final class Explanation {
    /** Traits that a card lists. */
    public static final int TRAITS = 12;

    /** Nodes that a card lists of each sort. */
    public static final int LISTED = 8;

    /** Features that the map can be colored by. */
    public static final int SHOWN = 24;

    private final Subject subject;
    private final ClusterFacts facts;
    private final FeatureList list;
    private final List<List<Finding>> findings;
    private final Summary summary;

    private Explanation(Compute compute, Subject subject) {
        this.subject = subject;
        Answer answer = subject.answer();
        this.facts = new ClusterFacts(subject.graph(), answer);
        this.list = new FeatureList(subject.columns());
        ColumnTests.Result tests = ColumnTests.of(
                compute.workers(), subject.columns(), answer.labels(), answer.clusters(), ClusterCard.SIGNIFICANT);
        this.findings = tests.significant();
        List<List<Trait>> traits = new ArrayList<>();
        for (List<Finding> found : findings) {
            traits.add(found.stream().limit(TRAITS).map(this::trait).toList());
        }
        List<Integer> shown = shown();
        List<ClusterCard> cards = cards(traits);
        this.summary = new Summary(
                Summary.FORMAT,
                answer.nodes(),
                undirectedEdges(),
                tests.tests(),
                list.features(),
                shown,
                subject.weights().measure(),
                cards,
                cards.stream()
                        .sorted(Comparator.comparingInt(ClusterCard::trustRank))
                        .map(ClusterCard::cluster)
                        .toList(),
                facts.between(),
                facts.expected(),
                labels());
    }

    /** Explains. */
    public static Explanation of(Compute compute, Subject subject) {
        return new Explanation(compute, subject);
    }

    /** As in {@code Explanation[200 nodes, 4 clusters]}. */
    @Override
    public String toString() {
        return "Explanation[" + subject.answer().nodes() + " nodes, "
                + summary.clusters().size() + " clusters]";
    }

    /** All that is said about clusters. */
    public Summary summary() {
        return summary;
    }

    private long undirectedEdges() {
        long edges = subject.graph().edges();
        if (!subject.graph().isSymmetric()) {
            return edges;
        }
        long loops = IntStream.range(0, subject.graph().nodes())
                .filter(i -> subject.graph().hasEdge(i, i))
                .count();
        return (edges - loops) / 2 + loops;
    }

    private Trait trait(Finding finding) {
        Column column = subject.columns().columns().get(finding.column());
        return new Trait(
                list.position(finding),
                Words.trait(column, finding, this::median),
                finding.test(),
                finding.inside(),
                finding.outside(),
                Double.isNaN(finding.lift()) ? null : finding.lift(),
                finding.effect(),
                finding.measure(),
                finding.p(),
                finding.q());
    }

    private double median(int column, int cluster) {
        double[] numbers = new double[subject.answer().nodes()];
        subject.columns().numbersInto(column, numbers);
        double[] sorted = IntStream.range(0, numbers.length)
                .filter(i -> cluster < 0 || subject.answer().labels()[i] == cluster)
                .mapToDouble(i -> numbers[i])
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The strongest traits, those of all clusters in turn, in the order of the columns. */
    private List<Integer> shown() {
        Set<Integer> shown = new LinkedHashSet<>();
        for (int rank = 0; rank < TRAITS; rank++) {
            for (List<Finding> found : findings) {
                if (rank < found.size() && shown.size() < SHOWN) {
                    shown.add(list.position(found.get(rank)));
                }
            }
        }
        return shown.stream()
                .sorted(Comparator.comparingInt(
                                (Integer f) -> list.features().get(f).column())
                        .thenComparingInt(f -> list.features().get(f).value()))
                .toList();
    }

    private List<ClusterCard> cards(List<List<Trait>> traits) {
        Answer answer = subject.answer();
        int k = answer.clusters();
        List<StructureMetrics.Cluster> structure =
                StructureMetrics.of(subject.graph(), answer.labels(), k).clusters();
        double[][] signs = new double[k][];
        int[] size = new int[k];
        for (int j = 0; j < k; j++) {
            size[j] = facts.size(j);
            signs[j] = new double[] {
                orNaN(stability(j)),
                facts.hasOthers(j) && hasEdges(j)
                        ? Math.max(0, 1 - structure.get(j).conductance())
                        : Double.NaN,
                facts.hasOthers(j) ? Math.max(0, facts.separation(j)) : Double.NaN,
                facts.margin(j)
            };
        }
        Trust trust = Trust.of(signs, size);
        List<ClusterCard> cards = new ArrayList<>();
        for (int j = 0; j < k; j++) {
            boolean some = size[j] > 0;
            cards.add(new ClusterCard(
                    j,
                    Words.name(j, findings.get(j), traits.get(j), subject.columns()),
                    size[j],
                    answer.nodes() == 0 ? 0 : (double) size[j] / answer.nodes(),
                    size[j] > 1 ? facts.density(j) : null,
                    hasEdges(j) ? structure.get(j).conductance() : null,
                    some ? facts.cohesion(j) : null,
                    some && facts.hasOthers(j) ? facts.separation(j) : null,
                    some ? facts.confidence(j) : null,
                    some ? facts.unsure(j) : null,
                    stability(j),
                    trust.trust()[j],
                    trust.rank()[j],
                    trust.reason().get(j),
                    traits.get(j),
                    findings.get(j).size(),
                    facts.typical(j, LISTED),
                    facts.boundary(j, LISTED),
                    facts.hubs(j, LISTED),
                    facts.bridges(j, LISTED)));
        }
        return cards;
    }

    private boolean hasEdges(int cluster) {
        for (int other = 0; other < facts.between().length; other++) {
            if (facts.between()[cluster][other] > 0 || facts.between()[other][cluster] > 0) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Double stability(int cluster) {
        return subject.otherSeeds().isEmpty() || facts.size(cluster) == 0
                ? null
                : facts.stability(cluster, subject.otherSeeds());
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private Summary.@Nullable Labels labels() {
        Given given = subject.given();
        if (given == null) {
            return null;
        }
        int[][] counts = new int[subject.answer().clusters()][given.names().size()];
        for (int i = 0; i < given.labels().length; i++) {
            if (given.labels()[i] >= 0) {
                counts[subject.answer().labels()[i]][given.labels()[i]]++;
            }
        }
        return new Summary.Labels(given.names(), counts);
    }

    /**
     * Why a node is where it is. What would move it is asked of the model, where there is one, at most {@link NodeProbe#MOST} times.
     *
     * @param node 0 .. n-1
     */
    public NodeCard node(int node) {
        Answer answer = subject.answer();
        if (node < 0 || node >= answer.nodes()) {
            throw new IllegalArgumentException(
                    "node: expected 0 to " + (answer.nodes() - 1) + " (nodes - 1), got " + node);
        }
        int cluster = answer.labels()[node];
        int second = answer.second()[node];
        int degree = subject.graph().degree(node);
        float[] weights = new float[degree];
        subject.weights().into(node, weights);
        List<Neighbor> neighbors = new ArrayList<>();
        for (int e : strongest(weights, LISTED)) {
            int other = neighbor(node, e);
            neighbors.add(new Neighbor(other, answer.labels()[other], weights[e]));
        }
        double own = 0;
        double all = 0;
        for (int e = 0; e < degree; e++) {
            own += answer.labels()[neighbor(node, e)] == cluster ? weights[e] : 0;
            all += weights[e];
        }
        NodeProbe probe = subject.probe();
        return new NodeCard(
                node,
                cluster,
                second < 0 ? null : second,
                answer.confidence()[node],
                answer.margin()[node],
                facts.typicality(node),
                subject.weights().measure(),
                neighbors,
                all > 0 ? own / all : null,
                evidence(node, cluster),
                second < 0 ? List.of() : evidence(node, second),
                probe == null ? null : new MoveSearch(subject, probe, node, weights, findings.get(cluster)).moves());
    }

    private int neighbor(int node, int entry) {
        return subject.graph().columns()[(int) subject.graph().rowOffsets()[node] + entry];
    }

    private List<Evidence> evidence(int node, int cluster) {
        List<Evidence> evidence = new ArrayList<>();
        List<Finding> found = findings.get(cluster);
        for (int t = 0; t < Math.min(TRAITS, found.size()); t++) {
            String text = list.shownBy(node, found.get(t));
            if (text != null) {
                evidence.add(new Evidence(
                        list.position(found.get(t)), text, found.get(t).effect()));
            }
        }
        return evidence;
    }

    /** Positions of the largest weights, the largest first, the first of equal ones first. */
    private static int[] strongest(float[] weights, int count) {
        return IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer e) -> -weights[e]).thenComparing(e -> e))
                .limit(count)
                .mapToInt(e -> e)
                .toArray();
    }

    /**
     * What a report keeps of every node.
     *
     * @param perNode neighbors kept of each
     */
    public NodeTable nodes(Compute compute, int perNode) {
        int n = subject.answer().nodes();
        NodeTable table = new NodeTable(
                perNode,
                new int[Math.multiplyExact(n, perNode)],
                new float[n * perNode],
                new int[n],
                new int[n * NodeTable.TELLING],
                Matrix.zeros(n, summary.shown().size()));
        Arrays.fill(table.neighbors(), -1);
        Arrays.fill(table.telling(), -1);
        for (int s = 0; s < summary.shown().size(); s++) {
            Feature feature = summary.features().get(summary.shown().get(s));
            list.valuesInto(feature, table.shown().data(), s, summary.shown().size());
        }
        Chunks chunks = Chunks.ofRows(n, 20_000);
        int longest = subject.graph().maxDegree();
        compute.workers().forEach(chunks.count(), (chunk, worker) -> {
            float[] weights = new float[longest];
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                fill(table, i, weights);
            }
        });
        return table;
    }

    private void fill(NodeTable table, int node, float[] scratch) {
        int degree = subject.graph().degree(node);
        table.degree()[node] = degree;
        subject.weights().into(node, scratch);
        int[] kept = strongest(Arrays.copyOf(scratch, degree), table.perNode());
        for (int r = 0; r < kept.length; r++) {
            table.neighbors()[node * table.perNode() + r] = neighbor(node, kept[r]);
            table.attention()[node * table.perNode() + r] = scratch[kept[r]];
        }
        int told = 0;
        List<Finding> found = findings.get(subject.answer().labels()[node]);
        for (int t = 0; t < Math.min(TRAITS, found.size()) && told < NodeTable.TELLING; t++) {
            if (list.shownBy(node, found.get(t)) != null) {
                table.telling()[node * NodeTable.TELLING + told++] = list.position(found.get(t));
            }
        }
    }
}
