/**
 * The front door of the library: {@link dev.kindred.Kindred} and {@link dev.kindred.Daegc}. Part of the API. May use every package of core but eval.
 */
@NullMarked
package dev.kindred;

import org.jspecify.annotations.NullMarked;
