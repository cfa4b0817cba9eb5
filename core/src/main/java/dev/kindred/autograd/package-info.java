/**
 * Reverse-mode differentiation over fused operations: Tape, Variable, Parameter, one final class per operation, Adam. May use:
 * tensor, graph, kernels, cluster. Internal.
 */
@NullMarked
package dev.kindred.autograd;

import org.jspecify.annotations.NullMarked;
