/**
 * The front door of the library: {@link dev.kindred.Daegc}. May use every package of core but eval.
 */
@NullMarked
package dev.kindred;

import org.jspecify.annotations.NullMarked;
