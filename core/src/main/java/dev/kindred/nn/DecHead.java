package dev.kindred.nn;

import dev.kindred.autograd.ClusteringLoss;
import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Tape;
import dev.kindred.autograd.Variable;
import dev.kindred.cluster.SoftAssignment;
import dev.kindred.cluster.TargetDistribution;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * DEC's cluster head (Xie et al., 2016): trained centers, soft assignments, and a target renewed from time to time and kept, row by
 * row, for the node it belongs to.
 */
public final class DecHead {
    private final Parameter centers;
    private final SoftAssignment assignment;
    private @Nullable TargetDistribution target;
    private @Nullable Matrix soft;

    /** Glorot-uniform centers, until k-means gives better ones. */
    public DecHead(int clusters, int width, SoftAssignment assignment, long seed) {
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.INITIAL_WEIGHTS, 1);
        this.centers = Parameter.glorot("cluster_head.cluster_centers", clusters, width, clusters, width, random);
        this.assignment = assignment;
    }

    /** {@code [k x h]}. */
    public Parameter centers() {
        return centers;
    }

    /** Q, {@code [n x k]}, into a matrix of that shape. */
    public void softAssignmentInto(Compute compute, Matrix z, Matrix q) {
        int clusters = centers.value().rows();
        int width = z.columns();
        Chunks chunks = Chunks.ofRows(q.rows(), 4L * clusters * width);
        compute.workers()
                .forEach(
                        chunks.count(),
                        (chunk, worker) -> assignment.into(
                                compute.kernels(),
                                z.data(),
                                centers.value().data(),
                                width,
                                clusters,
                                chunks.from(chunk),
                                chunks.to(chunk),
                                q.data(),
                                chunks.from(chunk) * clusters));
    }

    /** Computes the target of all nodes anew from their embedding. */
    public TargetDistribution renewTarget(Compute compute, Matrix z) {
        int clusters = centers.value().rows();
        Matrix q = soft;
        TargetDistribution kept = target;
        if (q == null || q.rows() != z.rows() || kept == null) {
            q = Matrix.zeros(z.rows(), clusters);
            softAssignmentInto(compute, z, q);
            kept = TargetDistribution.of(q);
            soft = q;
            target = kept;
        } else {
            softAssignmentInto(compute, z, q);
            kept.renew(q, TargetDistribution.frequencies(q));
        }
        return kept;
    }

    /** The target last computed, or null before the first. */
    public @Nullable TargetDistribution target() {
        return target;
    }

    /** Q of all nodes as the target was last computed from; null before the first time, and after {@link #setTarget}. */
    public @Nullable Matrix lastSoftAssignment() {
        return soft;
    }

    /** Takes over the target of a saved state; it stays until the next renewal. */
    public void setTarget(TargetDistribution saved) {
        target = saved;
        soft = null;
    }

    /** {@code KL(P || Q)} per node. */
    public double loss(Tape tape, Variable z, TargetDistribution distribution, double weight) {
        return ClusteringLoss.apply(tape, z, tape.of(centers), distribution, assignment, weight);
    }
}
