package dev.kindred.kernels;

/**
 * The kernels on the Vector API at the machine's preferred width. Sums are taken in lanes and added up at the end, so they differ from
 * the scalar set's in the last digits, and between machines of different width.
 *
 * <p>The loops stand where they belong by kind: sums over rows and loops over elements in the classes this one extends, the dense product
 * in {@code VectorProduct}. They are inherited, not called, because a call more is measurable for rows as short as a node's neighbors.
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
