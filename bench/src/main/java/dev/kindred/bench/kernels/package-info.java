/** JMH measurements of each kernel and the report over them. May use: kernels, bench. */
@NullMarked
package dev.kindred.bench.kernels;

import org.jspecify.annotations.NullMarked;
