"""Compile what the roads need, so that the first plan does not wait for it."""

import numpy as np

from maps.shortest_paths import SearchGraph, path_trees, target_weights


def warm_up() -> None:
    """Search two nodes and one arc in every way there is."""
    tail, head, weight = (np.array([number]) for number in (0, 1, 5))
    graph = SearchGraph.build(tail, head, weight, nodes=2, first_target=1)
    target_weights(graph, tail)
    path_trees(graph, tail)
