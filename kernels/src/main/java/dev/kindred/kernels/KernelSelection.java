package dev.kindred.kernels;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the kernel set once. */
final class KernelSelection {
    static final String PROPERTY = "kindred.kernels";

    private KernelSelection() {}

    private static @Nullable Kernels selected;

    /** No constant of a class: where nothing can be selected, the first call would fail with an error that hides why, later ones without it. */
    static synchronized Kernels selected() {
        if (selected == null) {
            selected = select(System.getProperty(PROPERTY, "auto"), vectorModulePresent());
        }
        return selected;
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
