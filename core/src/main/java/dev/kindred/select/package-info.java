/** Chooses between the network and simple methods, without labels. */
@NullMarked
package dev.kindred.select;

import org.jspecify.annotations.NullMarked;
