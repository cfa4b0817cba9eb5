/**
 * Training: stages and epochs, checkpoints, early stopping and other safeguards, listeners, and the result. Main types:
 * {@link dev.kindred.train.Trainer}, {@link dev.kindred.train.Session}, {@link dev.kindred.train.Clustering}. ARCHITECTURE.md lists the
 * packages that it may use.
 * Part of the API.
 */
@NullMarked
package dev.kindred.train;

import org.jspecify.annotations.NullMarked;
