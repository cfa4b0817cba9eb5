/**
 * What the library says to people, and what programs can read of it: exceptions, notices, and the settings that they name. Part of the API. Uses
 * no other package.
 */
@NullMarked
package dev.kindred.notice;

import org.jspecify.annotations.NullMarked;
