package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import dev.kindred.tensor.RandomStream;
import java.util.Arrays;

/** The part that GAT and GATv2 share once each edge has its logit: softmax by row, dropout, weighted sums, and their gradients. */
final class AttentionSums {
    private AttentionSums() {}

    /**
     * Attention coefficients of one application.
     *
     * @param softmax {@code [heads x e]}
     * @param kept {@code [heads x e]} coefficients after dropout; the same array if there is no dropout
     */
    record Coefficients(float[] softmax, float[] kept) {
        static Coefficients of(Tape tape, AttentionEdges edges, AttentionShape shape) {
            float[] softmax = tape.matrix(shape.heads(), edges.set().entries()).data();
            boolean dropping = DropMask.drops(tape, shape.dropout());
            return new Coefficients(
                    softmax,
                    dropping ? tape.matrix(shape.heads(), edges.set().entries()).data() : softmax);
        }
    }

    /** Passes the coefficients to the tape's listener, if there is one. */
    static void tell(Tape tape, AttentionEdges edges, AttentionShape shape, Coefficients alpha) {
        AttentionListener listener = tape.listener();
        if (listener != null) {
            EdgeSet.Rows rows = edges.set().rows();
            listener.attended(new AttentionListener.Attended(
                    shape.layer(), shape.heads(), rows.offsets(), rows.columns(), alpha.softmax()));
        }
    }

    /** Turns the logits of a chunk's rows into coefficients in place, then applies dropout. */
    static void softmax(Tape tape, AttentionEdges edges, AttentionShape shape, Coefficients alpha, int chunk) {
        EdgeSet.Rows edgeRows = edges.set().rows();
        long[] offsets = edgeRows.offsets();
        int entries = edges.set().entries();
        int from = edges.set().chunks().from(chunk);
        int to = edges.set().chunks().to(chunk);
        float[] x = alpha.softmax();
        for (int c = 0; c < shape.heads(); c++) {
            int base = c * entries;
            for (int i = from; i < to; i++) {
                int begin = base + (int) offsets[i];
                int end = base + (int) offsets[i + 1];
                float max = Float.NEGATIVE_INFINITY;
                for (int e = begin; e < end; e++) {
                    max = Math.max(max, x[e]);
                }
                for (int e = begin; e < end; e++) {
                    x[e] -= max;
                }
            }
            tape.kernels().expInPlace(x, base + (int) offsets[from], base + (int) offsets[to]);
            for (int i = from; i < to; i++) {
                int begin = base + (int) offsets[i];
                int end = base + (int) offsets[i + 1];
                float sum = 0;
                for (int e = begin; e < end; e++) {
                    sum += x[e];
                }
                float share = 1 / sum;
                for (int e = begin; e < end; e++) {
                    x[e] *= share;
                }
            }
        }
        DropMask mask = DropMask.of(tape, shape.dropout(), RandomStream.Purpose.ATTENTION_DROPOUT, shape.layer());
        if (mask != null) {
            for (int c = 0; c < shape.heads(); c++) {
                for (int e = c * entries + (int) offsets[from]; e < c * entries + (int) offsets[to]; e++) {
                    alpha.kept()[e] = mask.dropped(x[e], e);
                }
            }
        }
    }

    /** Computes the output rows of a chunk: {@code out_i = merge of sum_j alpha_ij h_j, + bias}, then the activation. */
    static void forward(
            Kernels kernels,
            AttentionEdges edges,
            AttentionShape shape,
            Matrix h,
            Coefficients alpha,
            Matrix bias,
            Matrix out,
            int chunk) {
        EdgeSet.Rows edgeRows = edges.set().rows();
        int entries = edges.set().entries();
        int outWidth = shape.outputWidth();
        float[] rows = out.data();
        int first = edges.set().chunks().from(chunk);
        int last = edges.set().chunks().to(chunk);
        for (int i = first; i < last; i++) {
            int row = i * outWidth;
            int from = (int) edgeRows.offsets()[i];
            int to = (int) edgeRows.offsets()[i + 1];
            if (shape.merge() == HeadMerge.CONCAT) {
                System.arraycopy(bias.data(), 0, rows, row, outWidth);
            } else {
                Arrays.fill(rows, row, row + outWidth, 0f);
            }
            for (int c = 0; c < shape.heads(); c++) {
                kernels.weightedSumAt(
                        alpha.kept(),
                        c * entries + from,
                        h.data(),
                        c * shape.size(),
                        shape.width(),
                        edgeRows.columns(),
                        from,
                        to,
                        rows,
                        row + shape.outputOffset(c),
                        shape.size());
            }
            if (shape.merge() == HeadMerge.MEAN) {
                kernels.scaleInPlace(shape.share(), rows, row, outWidth);
                kernels.addScaled(1f, bias.data(), 0, rows, row, outWidth);
            }
        }
        if (shape.activation() == Activation.ELU) {
            kernels.eluInPlace(rows, first * outWidth, last * outWidth);
        }
    }

    /** Propagates the result's gradient back through activation and bias, in place, and returns it. */
    static Matrix beforeActivation(
            Tape tape, AttentionEdges edges, AttentionShape shape, Variable result, Variable bias) {
        Kernels kernels = tape.kernels();
        Matrix gradient = result.gradient();
        int width = shape.outputWidth();
        Chunks chunks = edges.set().chunks();
        ChunkSums sums = ChunkSums.of(tape, chunks, width);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            if (shape.activation() == Activation.ELU) {
                kernels.eluGradientInPlace(
                        result.value().data(), gradient.data(), chunks.from(chunk) * width, chunks.to(chunk) * width);
            }
            int from = chunks.from(chunk);
            kernels.sumRows(
                    gradient.data(),
                    from * width,
                    width,
                    chunks.to(chunk) - from,
                    sums.data(),
                    sums.begin(chunk),
                    width);
        });
        sums.addTo(bias, 0);
        return gradient;
    }

    /**
     * Propagates gradients back through the softmax of a chunk's rows: turns gradients of the coefficients, as {@link #messages} returns
     * them, into gradients of the logits, in place.
     */
    static void logitGradients(AttentionEdges edges, AttentionShape shape, Coefficients alpha, float[] g, int chunk) {
        EdgeSet.Rows edgeRows = edges.set().rows();
        int entries = edges.set().entries();
        float[] softmax = alpha.softmax();
        for (int c = 0; c < shape.heads(); c++) {
            for (int i = edges.set().chunks().from(chunk);
                    i < edges.set().chunks().to(chunk);
                    i++) {
                int from = c * entries + (int) edgeRows.offsets()[i];
                int to = c * entries + (int) edgeRows.offsets()[i + 1];
                float mean = 0;
                for (int e = from; e < to; e++) {
                    mean += softmax[e] * g[e];
                }
                for (int e = from; e < to; e++) {
                    g[e] = softmax[e] * (g[e] - mean);
                }
            }
        }
    }

    /**
     * Propagates gradients back through the weighted sums. One gather of the output's gradient along the transposed edges gives both the
     * gradient of {@code h} as a message, which is written or added, and the gradients of the coefficients, {@code [heads x e]}, which are
     * returned.
     */
    static float[] messages(
            Tape tape, AttentionEdges edges, AttentionShape shape, Variable h, Matrix dOut, Coefficients alpha) {
        float[] g = tape.matrix(shape.heads(), edges.set().entries()).data();
        Kernels kernels = tape.kernels();
        EdgeSet.Rows transposed = edges.set().transposed();
        Chunks columns = edges.set().transposed().chunks();
        int[] edgeOf = edges.set().edgeOf();
        int entries = edges.set().entries();
        int width = shape.width();
        int outWidth = shape.outputWidth();
        int longest = edges.set().longestRow();
        boolean dropping = DropMask.drops(tape, shape.dropout());
        float share = shape.share();
        float keep = dropping ? (float) (share / (1 - shape.dropout())) : share;
        Matrix scratch = tape.matrix(tape.workers().threads(), longest);
        boolean adding = h.hasGradient();
        float[] rows = h.value().data();
        float[] dRows = h.gradient().data();
        tape.workers().forEach(columns.count(), (chunk, worker) -> {
            float[] local = scratch.data();
            int at = worker * longest;
            for (int j = columns.from(chunk); j < columns.to(chunk); j++) {
                int from = (int) transposed.offsets()[j];
                int to = (int) transposed.offsets()[j + 1];
                if (!adding) {
                    Arrays.fill(dRows, j * width, j * width + width, 0f);
                }
                for (int c = 0; c < shape.heads(); c++) {
                    int base = c * entries;
                    int row = j * width + c * shape.size();
                    int offset = shape.outputOffset(c);
                    kernels.dotsAt(
                            rows,
                            row,
                            shape.size(),
                            dOut.data(),
                            offset,
                            outWidth,
                            transposed.columns(),
                            from,
                            to,
                            local,
                            at);
                    for (int e = from; e < to; e++) {
                        int original = base + edgeOf[e];
                        float kept = alpha.kept()[original];
                        g[original] = dropping && kept == 0 ? 0f : local[at + e - from] * keep;
                        local[at + e - from] = kept * share;
                    }
                    kernels.weightedSumAt(
                            local,
                            at,
                            dOut.data(),
                            offset,
                            outWidth,
                            transposed.columns(),
                            from,
                            to,
                            dRows,
                            row,
                            shape.size());
                }
            }
        });
        return g;
    }
}
