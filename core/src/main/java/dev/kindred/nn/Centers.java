package dev.kindred.nn;

import dev.kindred.autograd.Parameter;
import dev.kindred.autograd.Parameter.Stored;
import dev.kindred.cluster.SoftAssignment;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Compute;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.List;

/**
 * The cluster centers, {@code [k x h]}, and the soft assignment of nodes to them.
 *
 * @param parameter the centers
 * @param assignment Student-t soft assignment by distance to the centers
 */
public record Centers(Parameter parameter, SoftAssignment assignment) {
    /** Glorot-uniform centers, which k-means replaces. */
    static Centers of(HeadConfig config, int width, long seed) {
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.INITIAL_WEIGHTS, 1);
        int k = config.clusters();
        return new Centers(
                Parameter.glorot(
                        new Stored("cluster_head.cluster_centers", List.of(k, width), Stored.Order.OURS),
                        k,
                        width,
                        k,
                        width,
                        random),
                new SoftAssignment(
                        config.assignment().alpha(), config.assignment().distanceScale()));
    }

    public Matrix value() {
        return parameter.value();
    }

    /** Sets the centers, {@code [k x h]}, to those found by k-means. */
    public void set(Matrix centers) {
        Matrix own = value();
        if (centers.rows() != own.rows() || centers.columns() != own.columns()) {
            throw new IllegalArgumentException("centers: expected " + own + ", got " + centers);
        }
        System.arraycopy(centers.data(), 0, own.data(), 0, own.data().length);
    }

    /** Computes Q, {@code [rows x k]}, of the first rows of an embedding, as many as {@code q} has. */
    public void assignInto(Compute compute, Matrix z, Matrix q) {
        int clusters = value().rows();
        int width = z.columns();
        Chunks chunks = Chunks.ofRows(q.rows(), 4L * clusters * width);
        compute.workers()
                .forEach(
                        chunks.count(),
                        (chunk, worker) -> assignment.into(
                                compute.kernels(),
                                z.data(),
                                value().data(),
                                width,
                                clusters,
                                chunks.from(chunk),
                                chunks.to(chunk),
                                q.data(),
                                chunks.from(chunk) * clusters));
    }
}
