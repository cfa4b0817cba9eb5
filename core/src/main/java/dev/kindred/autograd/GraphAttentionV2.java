package dev.kindred.autograd;

import dev.kindred.kernels.Kernels;
import dev.kindred.tensor.Chunks;
import dev.kindred.tensor.Matrix;
import java.util.Arrays;

/**
 * GATv2 (Brody, Alon and Yahav, ICLR 2022, eq. 7): {@code e_ij = a . LeakyReLU(l_i + h_j)}, with rows L = X W_r of the receiver and H = X
 * W_l of the sender; sums, merge, bias and activation as in {@link GraphAttention}. Messages are rows of H. The argument of the
 * nonlinearity is not stored for each edge but computed again for the gradient.
 */
public final class GraphAttentionV2 {
    private GraphAttentionV2() {}

    /**
     * Computes attention.
     *
     * @param receiver L, {@code [n x heads size]}, transformed rows of the receivers
     * @param h H, {@code [n x heads size]}, transformed rows of the senders
     * @param attention a, {@code [1 x heads size]}, attention vector
     * @param bias {@code [1 x heads size]}, or {@code [1 x size]} if heads are averaged
     * @return {@code [n x heads size]}, or {@code [n x size]} if heads are averaged
     */
    public static Variable apply(
            Tape tape,
            AttentionEdges edges,
            AttentionShape shape,
            Variable receiver,
            Variable h,
            Variable attention,
            Variable bias) {
        AttentionSums.Coefficients alpha = AttentionSums.Coefficients.of(tape, edges, shape);
        Matrix out = attend(tape, edges, shape, receiver.value(), h.value(), attention.value(), bias.value(), alpha);
        AttentionSums.tell(tape, edges, shape, alpha);
        Variable result = tape.result(out, receiver, h, attention, bias);
        tape.record(result, () -> {
            Matrix dOut = AttentionSums.beforeActivation(tape, edges, shape, result, bias);
            float[] g = AttentionSums.messages(tape, edges, shape, h, dOut, alpha);
            receiverGradient(tape, edges, shape, receiver, h, attention, alpha, g);
            senderGradient(tape, edges, shape, receiver, h, attention, g);
        });
        return result;
    }

    private static Matrix attend(
            Tape tape,
            AttentionEdges edges,
            AttentionShape shape,
            Matrix receiver,
            Matrix h,
            Matrix attention,
            Matrix bias,
            AttentionSums.Coefficients alpha) {
        Kernels kernels = tape.kernels();
        EdgeSet.Rows edgeRows = edges.set().rows();
        Chunks chunks = edges.set().chunks();
        int entries = edges.set().entries();
        int width = shape.width();
        float[] logits = alpha.softmax();
        Matrix out = tape.matrix(edges.set().nodes(), shape.outputWidth());
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                int from = (int) edgeRows.offsets()[i];
                int to = (int) edgeRows.offsets()[i + 1];
                for (int c = 0; c < shape.heads(); c++) {
                    int head = c * shape.size();
                    kernels.leakyDotsAt(
                            attention.data(),
                            head,
                            receiver.data(),
                            i * width + head,
                            shape.size(),
                            h.data(),
                            head,
                            width,
                            edgeRows.columns(),
                            from,
                            to,
                            logits,
                            c * entries + from);
                    for (int e = from; e < to; e++) {
                        logits[c * entries + e] = edges.logit(e, logits[c * entries + e]);
                    }
                }
            }
            AttentionSums.softmax(tape, edges, shape, alpha, chunk);
            AttentionSums.forward(kernels, edges, shape, h, alpha, bias, out, chunk);
        });
        return out;
    }

    /**
     * Gradients of L and of the attention vector: sums over the neighbors of each receiver. Turns {@code g} into gradients of the scores.
     */
    private static void receiverGradient(
            Tape tape,
            AttentionEdges edges,
            AttentionShape shape,
            Variable receiver,
            Variable h,
            Variable attention,
            AttentionSums.Coefficients alpha,
            float[] g) {
        Kernels kernels = tape.kernels();
        EdgeSet.Rows edgeRows = edges.set().rows();
        Chunks chunks = edges.set().chunks();
        int entries = edges.set().entries();
        int width = shape.width();
        float[] a = attention.value().data();
        boolean adding = receiver.hasGradient();
        float[] dReceiver = receiver.gradient().data();
        Matrix slopes = tape.matrix(tape.workers().threads(), width);
        ChunkSums values = ChunkSums.of(tape, chunks, width);
        tape.workers().forEach(chunks.count(), (chunk, worker) -> {
            AttentionSums.logitGradients(edges, shape, alpha, g, chunk);
            int at = values.begin(chunk);
            int slope = worker * width;
            for (int i = chunks.from(chunk); i < chunks.to(chunk); i++) {
                int from = (int) edgeRows.offsets()[i];
                int to = (int) edgeRows.offsets()[i + 1];
                Arrays.fill(slopes.data(), slope, slope + width, 0f);
                for (int c = 0; c < shape.heads(); c++) {
                    int head = c * shape.size();
                    for (int e = from; e < to; e++) {
                        g[c * entries + e] *= edges.slope(e);
                    }
                    kernels.leakySumsAt(
                            g,
                            c * entries + from,
                            receiver.value().data(),
                            i * width + head,
                            shape.size(),
                            h.value().data(),
                            head,
                            width,
                            edgeRows.columns(),
                            from,
                            to,
                            slopes.data(),
                            slope + head,
                            values.data(),
                            at + head);
                }
                addProduct(a, slopes.data(), slope, dReceiver, i * width, width, adding);
            }
        });
        values.addTo(attention, 0);
    }

    /** Gradient of H: sums over the receivers of each sender. */
    private static void senderGradient(
            Tape tape,
            AttentionEdges edges,
            AttentionShape shape,
            Variable receiver,
            Variable h,
            Variable attention,
            float[] g) {
        Kernels kernels = tape.kernels();
        EdgeSet.Rows transposed = edges.set().transposed();
        Chunks columns = edges.set().transposed().chunks();
        int[] edgeOf = edges.set().edgeOf();
        int entries = edges.set().entries();
        int longest = edges.set().longestRow();
        int width = shape.width();
        float[] dH = h.gradient().data();
        Matrix sums = tape.matrix(tape.workers().threads(), 2 * width + longest);
        tape.workers().forEach(columns.count(), (chunk, worker) -> {
            float[] local = sums.data();
            int slope = worker * sums.columns();
            int unused = slope + width;
            int weights = unused + width;
            for (int j = columns.from(chunk); j < columns.to(chunk); j++) {
                int from = (int) transposed.offsets()[j];
                int to = (int) transposed.offsets()[j + 1];
                Arrays.fill(local, slope, unused, 0f);
                for (int c = 0; c < shape.heads(); c++) {
                    int head = c * shape.size();
                    for (int e = from; e < to; e++) {
                        local[weights + e - from] = g[c * entries + edgeOf[e]];
                    }
                    kernels.leakySumsAt(
                            local,
                            weights,
                            h.value().data(),
                            j * width + head,
                            shape.size(),
                            receiver.value().data(),
                            head,
                            width,
                            transposed.columns(),
                            from,
                            to,
                            local,
                            slope + head,
                            local,
                            unused + head);
                }
                addProduct(attention.value().data(), local, slope, dH, j * width, width, true);
            }
        });
    }

    private static void addProduct(
            float[] a, float[] b, int bOffset, float[] out, int outOffset, int size, boolean adding) {
        for (int i = 0; i < size; i++) {
            float product = a[i] * b[bOffset + i];
            out[outOffset + i] = adding ? out[outOffset + i] + product : product;
        }
    }
}
