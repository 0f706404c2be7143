"""Streets as people name them: chains of stretches that go on at each corner, with one name."""

from dataclasses import dataclass, replace

import numpy as np

from planning.sample.names import STREET_NAMES, main_road_name
from planning.sample.network import Network
from planning.sample.polylines import Indices, Mask, Points

GOES_ON = np.cos(np.radians(38))
BENDS_ON = np.cos(np.radians(80))
"""Least cosine of the turn within one street, at a junction and where only two stretches meet."""

LEAST_ONE_WAY = 2
"""Stretches that a street must have to be made one-way."""


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """A network whose stretches are put together to streets.

    Parameters
    ----------
    network
        The network; the stretches of one street all point the same way.
    chains
        Stretches of each street, in order, as numbers of the network.
    names
        Name of each street; empty for a slip road.
    """

    network: Network
    chains: tuple[Indices, ...]
    names: tuple[str, ...]


def build_streets(network: Network, rng: np.random.Generator) -> Streets:
    """Streets of a network: put together, named, and one-way where the style asks for it."""
    chains = _chains(_partners(network))
    network = _pointing_one_way(network, chains)
    numbers = tuple(np.array([stretch for stretch, _ in chain]) for chain in chains)
    network = _with_one_way_streets(network, numbers, rng)
    return Streets(network, numbers, _names(network, numbers, rng))


def _partners(network: Network) -> Indices:
    """The half stretch that goes on where each one ends; -1 where the street ends.

    Half `2 * e` is the first end of stretch `e`, half `2 * e + 1` its last end.
    """
    corner = network.ends.ravel()
    way = _ways_out(network)
    first, second = _pairs_at_corners(corner)
    turn = -(way[first] * way[second]).sum(axis=1)
    rank = _main_rank(network)[first // 2]
    is_same_main = (rank >= 0) & (rank == _main_rank(network)[second // 2])
    both_local = (network.main[first // 2] < 0) & (network.main[second // 2] < 0)
    is_only_way = np.bincount(corner)[corner[first]] == 2
    least = np.where(is_only_way, BENDS_ON, GOES_ON)
    allowed = (is_same_main & (turn > 0)) | (both_local & (turn > least))
    order = np.lexsort((-turn, ~is_same_main))
    return _matched(len(corner), first[order], second[order], allowed[order])


def _ways_out(network: Network) -> Points:
    """Unit direction in which each half stretch leaves its corner."""
    first, last = network.corners[network.ends[:, 0]], network.corners[network.ends[:, 1]]
    after, before = last.copy(), first.copy()
    for stretch, bend in enumerate(network.bends):
        if len(bend):
            after[stretch], before[stretch] = bend[0], bend[-1]
    way = np.stack([after - first, before - last], axis=1).reshape(-1, 2)
    return np.asarray(way / np.maximum(np.hypot(*way.T), 1e-9)[:, None])


def _pairs_at_corners(corner: Indices) -> tuple[Indices, Indices]:
    """All pairs of halves that share a corner."""
    order = np.argsort(corner, kind="stable")
    first, second = [], []
    for apart in range(1, 8):
        meet = corner[order[apart:]] == corner[order[:-apart]]
        first.append(order[:-apart][meet])
        second.append(order[apart:][meet])
    return np.concatenate(first), np.concatenate(second)


def _main_rank(network: Network) -> Indices:
    """Number of the main road each stretch belongs to; an avenue leads on as a country road."""
    keys = [("avenue" if kind == "country" else kind, no) for kind, no in network.main_names]
    number = {key: index for index, key in enumerate(sorted(set(keys)))}
    rank = np.array([number[key] for key in keys] + [-1])
    return np.asarray(rank[network.main])


def _matched(halves: int, first: Indices, second: Indices, allowed: Mask) -> Indices:
    """Partners taken greedily in the given order."""
    partner = np.full(halves, -1, dtype=np.int64)
    for a, b in zip(first[allowed].tolist(), second[allowed].tolist(), strict=True):
        if partner[a] < 0 and partner[b] < 0:
            partner[a], partner[b] = b, a
    return partner


def _chains(partners: Indices) -> list[list[tuple[int, bool]]]:
    """Stretches of each street in order, and whether each is walked from its first corner."""
    partner = partners.tolist()
    seen = [False] * (len(partner) // 2)
    chains = []
    open_ends = [half for half, other in enumerate(partner) if other < 0]
    for start in [*open_ends, *range(0, len(partner), 2)]:
        half, chain = start, []
        while half >= 0 and not seen[half // 2]:
            seen[half // 2] = True
            chain.append((half // 2, half % 2 == 0))
            half = partner[half ^ 1]
        if chain:
            chains.append(chain)
    return chains


def _pointing_one_way(network: Network, chains: list[list[tuple[int, bool]]]) -> Network:
    """The network with the stretches of each street turned to point along it."""
    ends, bends = network.ends.copy(), list(network.bends)
    for chain in chains:
        if any(network.one_way[stretch] and not onward for stretch, onward in chain):
            chain[:] = [(stretch, not onward) for stretch, onward in reversed(chain)]
        for stretch, onward in chain:
            if not onward:
                ends[stretch] = ends[stretch, ::-1]
                bends[stretch] = bends[stretch][::-1]
    return replace(network, ends=ends, bends=tuple(bends))


def _with_one_way_streets(
    network: Network, chains: tuple[Indices, ...], rng: np.random.Generator
) -> Network:
    """Some streets made one-way, as many as the districts ask for and all can still be reached."""
    one_way = network.one_way.copy()
    street_of = np.empty(len(network.ends), dtype=np.int64)
    for number, chain in enumerate(chains):
        street_of[chain] = number
        is_fit = len(chain) >= LEAST_ONE_WAY and network.main[chain[0]] < 0
        if rng.random() < network.one_way_share[chain[0]] and is_fit:
            one_way[chain] = True
    fixed = network.one_way
    while True:
        network = replace(network, one_way=one_way.copy())
        label = network.parts("strong")
        apart = label[network.ends[:, 0]] != label[network.ends[:, 1]]
        apart &= one_way & ~fixed
        if not apart.any():
            return network
        one_way[np.isin(street_of, street_of[apart]) & ~fixed] = False


def _names(
    network: Network, chains: tuple[Indices, ...], rng: np.random.Generator
) -> tuple[str, ...]:
    """A name for each street; streets of the districts get theirs in a shuffled order."""
    free = rng.permutation(len(STREET_NAMES)).tolist()
    names, given = [], 0
    for chain in chains:
        main = network.main[chain[0]]
        if main >= 0:
            names.append(main_road_name(*network.main_names[main]))
        else:
            names.append(STREET_NAMES[free[given % len(free)]])
            given += 1
    return tuple(names)
