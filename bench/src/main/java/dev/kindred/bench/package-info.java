/** Measurements: quality over restarts, speed end to end, kernels. Never published. May use: core, kernels. */
@NullMarked
package dev.kindred.bench;

import org.jspecify.annotations.NullMarked;
