package dev.kindred.kernels;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Selects the kernel set at the first use. */
final class KernelSelection {
    static final String PROPERTY = "kindred.kernels";

    private KernelSelection() {}

    private static @Nullable Kernels selected;

    /** Not a static constant: if no set can be selected, a failing class initializer would hide the reason. */
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
