/**
 * Simple methods, each a class: k-means on prepared attributes, smoothing, Leiden, spectral, and a block model of edges and attributes.
 * They share nothing with the network but the graph. Part of the API.
 */
@NullMarked
package dev.kindred.method;

import org.jspecify.annotations.NullMarked;
