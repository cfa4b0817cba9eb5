package dev.kindred.select;

/**
 * A way to group the nodes that was looked at, with scores that read no labels.
 *
 * @param method its name
 * @param clusters groups that have a node
 * @param modularity by the edges, weights counted; resolution 1
 * @param bits a node that the groups explain of what carries: edges, attributes or both (see {@code BlockModel}), less what it costs to name them
 * @param agreement mean normalized mutual information with the other candidates
 */
public record Candidate(String method, int clusters, double modularity, double bits, double agreement) {}
