/** tables */
@NullMarked
package dev.kindred.tables;

import org.jspecify.annotations.NullMarked;
