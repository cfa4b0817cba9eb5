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

    /** The launcher's options name the classes that hold vector loops; a name that matches nothing would only be slower. */
    @Test
    void theLauncherNamesTheVectorClasses() throws IOException {
        String options = Files.readString(Path.of("../bin/jvm.options"));
        assertThat(options)
                .contains(
                        "BackgroundCompilation,dev.kindred.kernels.Vector*::*,false\n",
                        "CompileThresholdScaling,dev.kindred.kernels.Vector*::*,0.02\n");
        for (Class<?> vectors : new Class<?>[] {VectorProduct.class, VectorMath.class}) {
            assertThat(vectors.getName()).startsWith("dev.kindred.kernels.Vector");
        }
        for (Class<?> kernels = VectorKernels.class; kernels != Object.class; kernels = kernels.getSuperclass()) {
            assertThat(options).contains("-XX:CompileCommand=dontinline," + kernels.getName() + "::*\n");
        }
    }
}
