package dev.kindred.kernels;

import java.util.Locale;

/** Chooses the kernel set once. */
final class KernelSelection {
    static final String PROPERTY = "kindred.kernels";

    private KernelSelection() {}

    private static final class Holder {
        static final Kernels SELECTED = select(System.getProperty(PROPERTY, "auto"), vectorModulePresent());
    }

    static Kernels selected() {
        return Holder.SELECTED;
    }

    static boolean vectorModulePresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static Kernels select(String wanted, boolean vectorPresent) {
        return switch (wanted.toLowerCase(Locale.ROOT)) {
            case "scalar" -> new ScalarKernels();
            case "vector" -> {
                if (!vectorPresent) {
                    throw new IllegalStateException(
                            "kernels: vector was forced, but the JVM was started without --add-modules=jdk.incubator.vector");
                }
                yield new VectorKernels();
            }
            case "auto" -> vectorPresent ? new VectorKernels() : new ScalarKernels();
            default ->
                throw new IllegalArgumentException(PROPERTY + ": expected auto, scalar or vector, got " + wanted);
        };
    }
}
