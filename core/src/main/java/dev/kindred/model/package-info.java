/**
 * Trainable models: a step is a function of parameters and a batch that gives losses and gradients and knows nothing of files
 * or threads. Main type: {@link dev.kindred.model.DaegcConfig}. May use: nn, cluster.
 */
@NullMarked
package dev.kindred.model;

import org.jspecify.annotations.NullMarked;
