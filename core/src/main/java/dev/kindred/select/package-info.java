/** Chooses between the network and simple methods, without labels. Part of the API. */
@NullMarked
package dev.kindred.select;

import org.jspecify.annotations.NullMarked;
