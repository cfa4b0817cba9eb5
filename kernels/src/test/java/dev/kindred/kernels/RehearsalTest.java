package dev.kindred.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void callsEveryKernelWithoutLeavingItsArrays() {
        Rehearsal.run(new ScalarKernels());
        assumeTrue(KernelSelection.vectorModulePresent(), "skipped: the JVM runs without jdk.incubator.vector");
        Rehearsal.run(new VectorKernels());
    }

    /** The launcher names the classes that hold vector loops; a name that matches nothing would only be slower. */
    @Test
    void theLauncherNamesTheVectorClasses() throws IOException {
        String launcher = Files.readString(Path.of("../kindred"));
        assertThat(launcher).contains("kernels=dev.kindred.kernels.Vector\n", "dontinline,${kernels}Kernels::*");
        for (Class<?> vectors : new Class<?>[] {VectorKernels.class, VectorProduct.class, VectorMath.class}) {
            assertThat(vectors.getName()).startsWith("dev.kindred.kernels.Vector");
        }
    }
}
