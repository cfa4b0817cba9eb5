package dev.kindred.train;

import java.io.IOException;
import java.nio.file.Path;

/** Trained weights, centers and optimizer state, as they are saved. */
public interface TrainedModel {
    /** Writes a safetensors file: weights, centers, optimizer state and iteration; the config in its header. */
    void save(Path file) throws IOException;
}
