/**
 * Float kernels on plain arrays: single-threaded loops over a range of rows, as scalar code and on the Vector API, behind one interface
 * ({@link dev.kindred.kernels.Kernels}). They do not allocate, start threads or know models, and use no other package.
 * Internal.
 */
@NullMarked
package dev.kindred.kernels;

import org.jspecify.annotations.NullMarked;
