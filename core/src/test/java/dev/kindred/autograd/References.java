package dev.kindred.autograd;

import dev.kindred.graph.Graph;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** What the operations compute, in plain double loops straight from the equations. Never optimized. */
final class References {
    private References() {}

    static double[] product(double[] a, double[] b, int rows, int inner, int width) {
        double[] c = new double[rows * width];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                for (int k = 0; k < inner; k++) {
                    c[i * width + j] += a[i * inner + k] * b[k * width + j];
                }
            }
        }
        return c;
    }

    static double[] transposed(double[] a, int rows, int columns) {
        double[] out = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = a[i * columns + j];
            }
        }
        return out;
    }

    static double leaky(double u) {
        return u > 0 ? u : (double) GraphAttention.SLOPE * u;
    }

    private interface Score {
        double of(int listener, int sender, int head);
    }

    static double[] attention(Graph graph, AttentionShape shape, boolean scaled, boolean shifted, List<double[]> in) {
        double[] h = in.get(0);
        int width = shape.width();
        return attend(graph, shape, scaled, shifted, h, in.get(3), (i, j, head) -> {
            double u = 0;
            for (int c = head * shape.size(); c < (head + 1) * shape.size(); c++) {
                u += in.get(2)[c] * h[i * width + c] + in.get(1)[c] * h[j * width + c];
            }
            return leaky(u);
        });
    }

    static double[] attentionV2(Graph graph, AttentionShape shape, List<double[]> in) {
        int width = shape.width();
        return attend(graph, shape, false, false, in.get(1), in.get(3), (i, j, head) -> {
            double score = 0;
            for (int c = head * shape.size(); c < (head + 1) * shape.size(); c++) {
                score += in.get(2)[c] * leaky(in.get(0)[i * width + c] + in.get(1)[j * width + c]);
            }
            return score;
        });
    }

    private static double[] attend(
            Graph graph,
            AttentionShape shape,
            boolean scaled,
            boolean shifted,
            double[] h,
            double[] bias,
            Score score) {
        int nodes = graph.nodes();
        int width = shape.width();
        int outWidth = shape.outputWidth();
        double[] out = new double[nodes * outWidth];
        for (int i = 0; i < nodes; i++) {
            int from = (int) graph.rowOffsets()[i];
            int to = (int) graph.rowOffsets()[i + 1];
            for (int head = 0; head < shape.heads(); head++) {
                double[] p = new double[to - from];
                double sum = 0;
                for (int e = from; e < to; e++) {
                    double logit = score.of(i, graph.columns()[e], head);
                    float[] weights = graph.weights();
                    logit = scaled && weights != null ? logit * weights[e] : logit;
                    logit = shifted && weights != null ? logit + Math.log(weights[e]) : logit;
                    p[e - from] = Math.exp(logit);
                    sum += p[e - from];
                }
                for (int e = from; e < to; e++) {
                    for (int c = 0; c < shape.size(); c++) {
                        double message = p[e - from] / sum * h[graph.columns()[e] * width + head * shape.size() + c];
                        out[i * outWidth + shape.outputOffset(head) + c] +=
                                shape.merge() == HeadMerge.MEAN ? message / shape.heads() : message;
                    }
                }
            }
            for (int c = 0; c < outWidth; c++) {
                double v = out[i * outWidth + c] + bias[c];
                out[i * outWidth + c] = shape.activation() == Activation.ELU && v < 0 ? Math.expm1(v) : v;
            }
        }
        return out;
    }

    static double[] rowNorm(double[] x, int width) {
        double[] out = x.clone();
        for (int row = 0; row < x.length; row += width) {
            double squares = 0;
            for (int c = row; c < row + width; c++) {
                squares += x[c] * x[c];
            }
            for (int c = row; c < row + width; c++) {
                out[c] /= Math.sqrt(squares);
            }
        }
        return out;
    }

    static double[] elu(double[] x) {
        double[] out = x.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i] > 0 ? out[i] : Math.expm1(out[i]);
        }
        return out;
    }

    static double[] sum(double[] x, double[] y) {
        double[] out = x.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += y[i];
        }
        return out;
    }

    static double[] plusBias(double[] x, double[] bias) {
        double[] out = x.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += bias[i % bias.length];
        }
        return out;
    }

    static double[] elementwise(double[] x, double[] y) {
        double[] out = x.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= y[i];
        }
        return out;
    }

    static double[] layerNorm(double[] x, double[] scale, double[] shift, int width) {
        return normalized(x, x.length / width, width, scale, shift, (row, c) -> row * width + c);
    }

    static double[] batchNorm(double[] x, double[] scale, double[] shift, int width) {
        int rows = x.length / width;
        return normalized(x, width, rows, scale, shift, (column, i) -> i * width + column);
    }

    private static double[] normalized(
            double[] x, int groups, int size, double[] scale, double[] shift, IntBinaryOperator at) {
        double[] out = new double[x.length];
        int width = scale.length;
        for (int g = 0; g < groups; g++) {
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < size; i++) {
                mean += x[at.applyAsInt(g, i)] / size;
            }
            for (int i = 0; i < size; i++) {
                double d = x[at.applyAsInt(g, i)] - mean;
                variance += d * d / size;
            }
            for (int i = 0; i < size; i++) {
                int e = at.applyAsInt(g, i);
                out[e] = (x[e] - mean) / Math.sqrt(variance + 1e-5) * scale[e % width] + shift[e % width];
            }
        }
        return out;
    }

    private static double logit(double[] z, int i, int j, int width) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += z[i * width + c] * z[j * width + c];
        }
        return sum;
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double edgeLoss(EdgeSet pairs, double[] z, int width, boolean yes, double scale) {
        double sum = 0;
        for (int i = 0; i < pairs.nodes(); i++) {
            EdgeSet.Rows rows = pairs.rows();
            for (int e = (int) rows.offsets()[i]; e < rows.offsets()[i + 1]; e++) {
                double x = scale * logit(z, i, rows.columns()[e], width);
                // Only a yes is weighted: pairs that are no edges have no weights.
                double share = yes && pairs.shares() != null ? pairs.shares()[e] : 1;
                sum += share * softplus(yes ? -x : x);
            }
        }
        return sum / pairs.entries();
    }

    static double allPairsLoss(Graph graph, double[] z, int width, double scale) {
        int nodes = graph.nodes();
        double sum = 0;
        for (int i = 0; i < nodes; i++) {
            for (int j = 0; j < nodes; j++) {
                double x = scale * logit(z, i, j, width);
                sum += softplus(i == j || graph.hasEdge(i, j) ? -x : x);
            }
        }
        return sum / nodes / nodes;
    }

    /** Mean over all ordered pairs that are no edges, its gradient returned and its value in {@code value[0]}. */
    static double[] nonEdgeExpectation(Graph graph, double[] z, int width, double[] value) {
        int nodes = graph.nodes();
        double[] gradient = new double[z.length];
        long pairs = 0;
        for (int i = 0; i < nodes; i++) {
            for (int j = 0; j < nodes; j++) {
                if (i != j && !graph.hasEdge(i, j)) {
                    double x = logit(z, i, j, width);
                    value[0] += softplus(x);
                    pairs++;
                    for (int c = 0; c < width; c++) {
                        gradient[i * width + c] += z[j * width + c] / (1 + Math.exp(-x));
                        gradient[j * width + c] += z[i * width + c] / (1 + Math.exp(-x));
                    }
                }
            }
        }
        value[0] /= pairs;
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= pairs;
        }
        return gradient;
    }

    static double clusteringLoss(
            double[] z, double[] centers, double[] p, int nodes, int width, int clusters, double alpha, double scale) {
        double loss = 0;
        for (int i = 0; i < nodes; i++) {
            double[] q = new double[clusters];
            double sum = 0;
            for (int j = 0; j < clusters; j++) {
                double distance = 0;
                for (int c = 0; c < width; c++) {
                    double d = z[i * width + c] - centers[j * width + c];
                    distance += d * d;
                }
                q[j] = Math.pow(1 + scale * scale * distance / alpha, -(alpha + 1) / 2);
                sum += q[j];
            }
            for (int j = 0; j < clusters; j++) {
                double share = p[i * clusters + j];
                loss += share * Math.log(share / (q[j] / sum));
            }
        }
        return loss / nodes;
    }
}
