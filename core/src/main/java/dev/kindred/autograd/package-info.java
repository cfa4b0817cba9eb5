/**
 * Reverse-mode differentiation over fused operations: {@link dev.kindred.autograd.Tape}, {@link dev.kindred.autograd.Variable},
 * {@link dev.kindred.autograd.Parameter}, one final class for each operation, and {@link dev.kindred.autograd.Adam}. ARCHITECTURE.md lists
 * the packages that it may use.
 * Internal.
 */
@NullMarked
package dev.kindred.autograd;

import org.jspecify.annotations.NullMarked;
