/**
 * Float kernels on plain arrays: single-threaded loops over a range of rows, as scalar code and on the Vector API, behind one
 * interface ({@link dev.kindred.kernels.Kernels}). No allocation, no threads, no knowledge of models. May use: nothing. Internal.
 */
@NullMarked
package dev.kindred.kernels;

import org.jspecify.annotations.NullMarked;
