/** bench */
@NullMarked
package dev.kindred.bench;

import org.jspecify.annotations.NullMarked;
