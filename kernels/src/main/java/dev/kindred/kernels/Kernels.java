package dev.kindred.kernels;

public interface Kernels {}
