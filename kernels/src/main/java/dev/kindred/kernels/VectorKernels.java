package dev.kindred.kernels;

/**
 * The kernels on the Vector API at the machine's preferred width. Sums are computed in lanes and added at the end, so they differ from the
 * scalar set in the last digits, and between machines with different widths.
 *
 * <p>Sums over rows and loops over elements are in the superclasses, the dense product is in {@code VectorProduct}. Loops are inherited
 * instead of delegated to, because an additional call is measurable for short rows.
 */
public final class VectorKernels extends VectorRowKernels {
    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int lanes() {
        return VectorMath.LANES;
    }

    @Override
    public void multiply(
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
            boolean accumulate) {
        VectorProduct.multiply(
                a,
                aOffset,
                aRowStride,
                aInnerStride,
                rows,
                inner,
                b,
                bOffset,
                bStride,
                c,
                cOffset,
                cStride,
                width,
                accumulate);
    }
}
