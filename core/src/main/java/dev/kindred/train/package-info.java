/**
 * Stages, epochs, listeners and the result: pretrain, k-means, finetune. Main types: Trainer, {@link
 * dev.kindred.train.Clustering}. May use: every package but eval. Part of the API.
 */
@NullMarked
package dev.kindred.train;

import org.jspecify.annotations.NullMarked;
