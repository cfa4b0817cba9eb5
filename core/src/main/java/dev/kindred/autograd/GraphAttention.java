package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;

/**
 * Graph attention over transformed rows H = X W (Velickovic et al., ICLR 2018, eq. 1 to 6; one weight for both ends, as PyTorch Geometric's
 * GATConv): per head {@code e_ij = m_ij LeakyReLU(a_dst . h_i + a_src . h_j) + w_ij}, {@code alpha_i} the softmax of row i,
 * {@code out_i = merge over heads of sum_j alpha_ij h_j, + bias}, then ELU if the shape says so. {@code m_ij} is DAEGC's proximity (1 if
 * not used) and {@code w_ij} the logarithm of the edge weight (0 if not used).
 *
 * <p>Memory: one float for each edge and head; no row is stored for an edge. The gradient gathers rows of the output's gradient along the
 * transposed edges, so that each row has one writer.
 */
public final class GraphAttention {
    /** Slope of LeakyReLU below 0. */
    static final float SLOPE = .2f;

    /** Slope by the sign bit of {@code -u}, which is 1 for u above 0. A lookup, because a branch would be unpredictable. */
    private static final float[] SLOPES = {SLOPE, 1f};

    private GraphAttention() {}

    /**
     * Computes attention.
     *
     * @param edges row i lists the nodes that node i receives messages from, itself included
     * @param h {@code [n x heads size]} transformed rows H
     * @param attSrc {@code [1 x heads size]} attention vector of the sender, a_src
     * @param attDst {@code [1 x heads size]} attention vector of the receiver, a_dst
     * @param bias {@code [1 x heads size]}, or {@code [1 x size]} if heads are averaged
     * @return {@code [n x heads size]}, or {@code [n x size]} if heads are averaged
     */
    public static Variable apply(
            Tape tape,
            AttentionEdges edges,
            AttentionShape shape,
            Variable h,
            Variable attSrc,
            Variable attDst,
            Variable bias) {
        Application application = new Application(tape, edges, shape, h, attSrc, attDst);
        application.scores();
        Matrix out = application.attend(bias.value());
        Variable result = tape.result(out, h, attSrc, attDst, bias);
        AttentionSums.Coefficients alpha = application.alpha;
        AttentionSums.tell(tape, edges, shape, alpha);
        tape.record(result, () -> {
            Matrix dOut = AttentionSums.beforeActivation(tape, edges, shape, result, bias);
            float[] g = AttentionSums.messages(tape, edges, shape, h, dOut, alpha);
            application.scoreGradients(g);
        });
        return result;
    }

    /** The scores of one application and their gradients. */
    private static final class Application {
        private final Tape tape;
        private final AttentionEdges edges;
        private final AttentionShape shape;
        private final Variable h;
        private final Variable attSrc;
        private final Variable attDst;
        private final int nodes;
        private final int entries;
        private final Chunks chunks;
        private final float[] receiver;
        private final float[] sender;
        private final AttentionSums.Coefficients alpha;

        Application(
                Tape tape, AttentionEdges edges, AttentionShape shape, Variable h, Variable attSrc, Variable attDst) {
            this.tape = tape;
            this.edges = edges;
            this.shape = shape;
            this.h = h;
            this.attSrc = attSrc;
            this.attDst = attDst;
            this.nodes = edges.set().nodes();
            this.entries = edges.set().entries();
            this.chunks = edges.set().chunks();
            this.receiver = tape.matrix(shape.heads(), nodes).data();
            this.sender = tape.matrix(shape.heads(), nodes).data();
            this.alpha = AttentionSums.Coefficients.of(tape, edges, shape);
        }

        void scores() {
            Kernels kernels = tape.kernels();
            int width = shape.width();
            float[] rows = h.value().data();
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                int from = chunks.from(chunk);
                int count = chunks.to(chunk) - from;
                for (int c = 0; c < shape.heads(); c++) {
                    int at = c * shape.size();
                    int row = from * width + at;
                    int out = c * nodes + from;
                    kernels.dots(attDst.value().data(), at, shape.size(), rows, row, width, count, receiver, out);
                    kernels.dots(attSrc.value().data(), at, shape.size(), rows, row, width, count, sender, out);
                }
            });
        }

        /** Computes logits, softmax and weighted sums chunk by chunk, while a chunk's rows are in the caches. */
        Matrix attend(Matrix bias) {
            long[] offsets = edges.set().rows().offsets();
            int[] columns = edges.set().rows().columns();
            float[] logits = alpha.softmax();
            Matrix out = tape.matrix(nodes, shape.outputWidth());
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                for (int c = 0; c < shape.heads(); c++) {
                    for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                        float s = receiver[c * nodes + i];
                        for (int e = (int) offsets[i]; e < offsets[i + 1]; e++) {
                            float u = s + sender[c * nodes + columns[e]];
                            logits[c * entries + e] = edges.logit(e, Math.max(u, SLOPE * u));
                        }
                    }
                }
                AttentionSums.softmax(tape, edges, shape, alpha, chunk);
                AttentionSums.forward(tape.kernels(), edges, shape, h.value(), alpha, bias, out, chunk);
            });
            return out;
        }

        /** Slope of an edge's logit at {@code u = receiver + sender}. */
        private float slope(int edge, float u) {
            return edges.slope(edge) * SLOPES[Float.floatToRawIntBits(0 - u) >>> 31];
        }

        /** Propagates gradients of the coefficients back to scores, rows and attention vectors. */
        void scoreGradients(float[] g) {
            Kernels kernels = tape.kernels();
            EdgeSet.Rows edgeRows = edges.set().rows();
            float[] dReceiver = tape.matrix(shape.heads(), nodes).data();
            float[] dSender = tape.matrix(shape.heads(), nodes).data();
            tape.workers().forEach(chunks.count(), (chunk, worker) -> {
                AttentionSums.logitGradients(edges, shape, alpha, g, chunk);
                for (int c = 0; c < shape.heads(); c++) {
                    for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                        float s = receiver[c * nodes + i];
                        int from = (int) edgeRows.offsets()[i];
                        int to = (int) edgeRows.offsets()[i + 1];
                        // The logit gradients of a row add up to 0, so a constant may be subtracted from the slopes.
                        // Subtracting the first one makes a row on one side of the kink give exactly 0. Rounding
                        // errors would stay otherwise, and Adam would scale them up.
                        float first = from == to ? 0 : slope(from, s + sender[c * nodes + edgeRows.columns()[from]]);
                        float sum = 0;
                        for (int e = from; e < to; e++) {
                            float slope = slope(e, s + sender[c * nodes + edgeRows.columns()[e]]);
                            sum += g[c * entries + e] * (slope - first);
                            g[c * entries + e] *= slope;
                        }
                        dReceiver[c * nodes + i] = sum;
                    }
                }
            });
            EdgeSet.Rows transposed = edges.set().transposed();
            Chunks columns = edges.set().transposed().chunks();
            int width = shape.width();
            float[] rows = h.value().data();
            float[] dRows = h.gradient().data();
            ChunkSums sums = ChunkSums.of(tape, columns, 2 * width);
            tape.workers().forEach(columns.count(), (chunk, worker) -> {
                int at = sums.begin(chunk);
                int first = columns.from(chunk);
                int last = columns.to(chunk);
                for (int c = 0; c < shape.heads(); c++) {
                    for (int j = first; j < last; j++) {
                        float sum = 0;
                        for (int e = (int) transposed.offsets()[j];
                                e < transposed.offsets()[j + 1];
                                e++) {
                            sum += g[c * entries + edges.set().edgeOf()[e]];
                        }
                        dSender[c * nodes + j] = sum;
                    }
                    int head = c * shape.size();
                    kernels.scoreGradients(
                            dReceiver,
                            dSender,
                            c * nodes + first,
                            last - first,
                            attDst.value().data(),
                            attSrc.value().data(),
                            head,
                            rows,
                            first * width + head,
                            width,
                            shape.size(),
                            dRows,
                            sums.data(),
                            at + head,
                            at + width + head);
                }
            });
            sums.addTo(attDst, 0);
            sums.addTo(attSrc, width);
        }
    }
}
