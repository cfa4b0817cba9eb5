/**
 * The picture: points in the plane for rows of an embedding, and the nodes that a picture of a large graph shows. May use: cluster, tensor, kernels. Internal.
 */
@NullMarked
package dev.kindred.layout;

import org.jspecify.annotations.NullMarked;
