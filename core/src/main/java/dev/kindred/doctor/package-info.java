/** What to know, and to mend, of a graph and its attributes before they are clustered: {@link dev.kindred.doctor.Diagnosis}. Part of the API. */
@NullMarked
package dev.kindred.doctor;

import org.jspecify.annotations.NullMarked;
