/** Which number of clusters a graph has, if any: every k of a range is tried and scored without labels and against chance. Part of the API. */
@NullMarked
package dev.kindred.sweep;

import org.jspecify.annotations.NullMarked;
