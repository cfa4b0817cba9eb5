/**
 * Models and their configs: a model is composed of an encoder, an objective and a head, and its step is a function of its parameters and a
 * part of a graph. It knows no files and no epochs. Part of the API.
 */
@NullMarked
package dev.kindred.model;

import org.jspecify.annotations.NullMarked;
