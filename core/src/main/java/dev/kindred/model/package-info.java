/**
 * Models and their configs. A model is composed of an encoder, an objective and a head; its step is a function of its parameters and a part
 * of a graph. Files and epochs are the business of package train.
 * Part of the API.
 */
@NullMarked
package dev.kindred.model;

import org.jspecify.annotations.NullMarked;
