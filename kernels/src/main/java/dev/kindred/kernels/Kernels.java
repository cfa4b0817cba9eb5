package dev.kindred.kernels;

/**
 * The inner loops of all operations, on plain arrays with offsets, lengths and strides; sizes are in elements. There are two sets:
 * {@code scalar}, simple loops that tests compare with, and {@code vector}, on the Vector API. Results of the two agree within a tolerance
 * that grows with the length; each set alone gives the same bits for the same input.
 *
 * <p>Kernels do not allocate, start threads, or check arguments beyond array bounds; callers are responsible for valid ranges. Outputs come
 * last and must not overlap inputs unless a method says so. Matrices are row-major: row {@code r} of {@code y} starts at
 * {@code yOffset + r * yStride}.
 */
public sealed interface Kernels permits ScalarKernels, VectorElementKernels {
    /** Number of rows that {@link #multiply} processes at once; ranges should be multiples of it, because remaining rows are slower. */
    int TILE_ROWS = 6;

    /** Name of the set: {@code scalar} or {@code vector}. */
    String name();

    /** Number of float32 lanes of a vector; 1 for the scalar set. */
    int lanes();

    /**
     * The set selected by {@code -Dkindred.kernels=auto|scalar|vector}; {@code auto}, the default, selects vector if the JVM has the module
     * {@code jdk.incubator.vector}.
     *
     * @throws IllegalStateException where vector is requested and the module is missing
     * @throws IllegalArgumentException where the property has another value
     */
    static Kernels select() {
        return KernelSelection.selected();
    }

    // ---- sums over rows -------------------------------------------------------------------------------------------

    /** Inner product of two ranges of {@code size} elements. */
    float dot(float[] x, int xOffset, float[] y, int yOffset, int size);

    /** {@code out[outOffset + e - from] = x . y[rows[e]]} for each {@code e} in {@code from .. to-1}. */
    void dotsAt(
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] out,
            int outOffset);

    /** {@code out[outOffset + r] = x . y[r]} for each row {@code r} in {@code 0 .. count-1}. */
    void dots(
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int count,
            float[] out,
            int outOffset);

    /** {@code out[outOffset + r] = |x - y[r]|^2} for each row {@code r} in {@code 0 .. count-1}. */
    void squaredDistances(
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int count,
            float[] out,
            int outOffset);

    /** {@code out[outOffset ..] += sum over e in from .. to-1 of weights[weightsOffset + e - from] * y[rows[e]]}. */
    void weightedSumAt(
            float[] weights,
            int weightsOffset,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] out,
            int outOffset,
            int size);

    /** {@code out[outOffset ..] += sum over r in 0 .. count-1 of weights[weightsOffset + r] * y[r]}. */
    void weightedSum(
            float[] weights,
            int weightsOffset,
            float[] y,
            int yOffset,
            int yStride,
            int count,
            float[] out,
            int outOffset,
            int size);

    /**
     * GATv2's score for each {@code e} in {@code from .. to-1}:
     * {@code out[outOffset + e - from] = sum over c of a[c] * leaky(x[c] + y[rows[e]][c])}, where leaky is LeakyReLU with slope 0.2.
     */
    void leakyDotsAt(
            float[] a,
            int aOffset,
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] out,
            int outOffset);

    /**
     * The gradients of {@link #leakyDotsAt} for one {@code x}: with {@code u = x + y[rows[e]]} and {@code g} the gradient of the
     * score of {@code e}, {@code slopes[c] += g leaky'(u[c])} and {@code values[c] += g leaky(u[c])}.
     */
    void leakySumsAt(
            float[] g,
            int gOffset,
            float[] x,
            int xOffset,
            int size,
            float[] y,
            int yOffset,
            int yStride,
            int[] rows,
            int from,
            int to,
            float[] slopes,
            int slopesOffset,
            float[] values,
            int valuesOffset);

    /**
     * The gradients of two scores {@code p_r = a . x[r]} and {@code q_r = b . x[r]} of each row {@code r} in {@code 0 .. count-1}, from
     * those of the scores, {@code u[offset + r]} and {@code v[offset + r]}: {@code dx[r] += u_r a + v_r b},
     * {@code sums[aSums ..] += sum over r of u_r x[r]} and {@code sums[bSums ..] += sum over r of v_r x[r]}. Vectors a and b start at
     * {@code abOffset}; {@code dx} has the offset and stride of {@code x}.
     */
    void scoreGradients(
            float[] u,
            float[] v,
            int offset,
            int count,
            float[] a,
            float[] b,
            int abOffset,
            float[] x,
            int xOffset,
            int xStride,
            int size,
            float[] dx,
            float[] sums,
            int aSums,
            int bSums);

    /** {@code out[outOffset ..] += sum over r in 0 .. count-1 of x[r]}. */
    void sumRows(float[] x, int xOffset, int xStride, int count, float[] out, int outOffset, int size);

    // ---- matrix products ------------------------------------------------------------------------------------------

    /**
     * {@code c[r][j] (+)= sum over k in 0 .. inner-1 of a[r][k] * b[k][j]} for {@code r} in {@code 0 .. rows-1}, {@code j} in
     * {@code 0 .. width-1}. Element {@code (r, k)} of {@code a} is at {@code aOffset + r * aRowStride + k * aInnerStride}, so {@code a} may
     * be a matrix or its transpose.
     *
     * @param accumulate whether the product is added to {@code c}; otherwise {@code c} is overwritten
     */
    void multiply(
            float[] a,
            int aOffset,
            int aRowStride,
            int aInnerStride,
            int rows,
            int inner,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride,
            int width,
            boolean accumulate);

    // ---- element by element ---------------------------------------------------------------------------------------

    /** {@code x <- exp x}; about 1e-38 for x below -87 and about 1e38 for x above 88. */
    void expInPlace(float[] x, int from, int to);

    /**
     * Logistic loss of logits of positive pairs: returns {@code sum of softplus(-x)} and replaces each logit by its gradient
     * {@code -scale sigmoid(-x)}.
     */
    double yesLossInPlace(float[] x, int from, int to, float scale);

    /**
     * The same with a weight {@code w} for each logit: returns {@code sum of w softplus(-x)} and replaces each logit by
     * {@code -scale w sigmoid(-x)}.
     *
     * @param weights weights of the logits, at the same positions
     */
    double weightedYesLossInPlace(float[] x, float[] weights, int from, int to, float scale);

    /**
     * Logistic loss of logits of negative pairs: returns {@code sum of softplus(x)} and replaces each logit by its gradient
     * {@code scale sigmoid(x)}.
     */
    double noLossInPlace(float[] x, int from, int to, float scale);

    /** {@code x <- log x} for positive, normal {@code x}. */
    void logInPlace(float[] x, int from, int to);

    /** {@code x <- x > 0 ? x : exp(x) - 1}. */
    void eluInPlace(float[] x, int from, int to);

    /** Gradient of ELU from its output: {@code gradient <- gradient * (output > 0 ? 1 : output + 1)}. */
    void eluGradientInPlace(float[] output, float[] gradient, int from, int to);

    /** {@code y <- y + a x}. */
    void addScaled(float a, float[] x, int xOffset, float[] y, int yOffset, int size);

    /** {@code y <- a y}. */
    void scaleInPlace(float a, float[] y, int yOffset, int size);

    /**
     * One step of Adam (Kingma and Ba, 2015; decay as in PyTorch's Adam) on {@code from .. to-1}: with
     * {@code g = gradient + decay * parameter}, both moments are updated and
     * {@code parameter -= stepSize * first / (sqrt(second) * secondCorrection + epsilon)}.
     */
    void adam(
            float[] gradient,
            int from,
            int to,
            float stepSize,
            float secondCorrection,
            float beta1,
            float beta2,
            float epsilon,
            float decay,
            float[] parameter,
            float[] first,
            float[] second);
}
