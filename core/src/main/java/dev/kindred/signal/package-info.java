/** Which side of the data carries groups, edges or attributes, found without labels and against chance. Internal. */
@NullMarked
package dev.kindred.signal;

import org.jspecify.annotations.NullMarked;
