"""Turn restrictions of a crossing, told as pairs of edges."""

from pathlib import Path

import pytest

from maps.importing.build_network import build_network
from maps.importing.osm_file import read_ways
from maps.network.road_limits import PROFILE_BITS
from maps.network.road_network import RoadNetwork
from tests.maps.osm_xml import Relation, Way, grid_nodes, osm_text

NODES = grid_nodes(3, 3)
MIDDLE, NORTH, EAST, SOUTH, WEST = 5, 8, 6, 2, 4
ROAD = {"highway": "residential"}
CROSSING: list[Way] = [
    ([SOUTH, MIDDLE], ROAD),
    ([MIDDLE, NORTH], ROAD),
    ([WEST, MIDDLE], ROAD),
    ([MIDDLE, EAST], ROAD),
    ([EAST, 9, NORTH], ROAD),
    ([EAST, 3], ROAD),
    ([NORTH, 7], ROAD),
]
"""A crossing of four two-way streets, two of them joined by a fifth with a bend."""

FROM_SOUTH, TO_NORTH, WEST_WAY, TO_EAST, RING = 1, 2, 3, 4, 5
ALL = "car van truck bike"


def turn(tags: dict[str, str], *members: tuple[str, int, str]) -> Relation:
    """A restriction; from the south by way of the middle if no members are given."""
    usual = (("way", FROM_SOUTH, "from"), ("node", MIDDLE, "via"), ("way", TO_EAST, "to"))
    return members or usual, {"type": "restriction", **tags}


def crossing(
    tmp_path: Path, relations: list[Relation], ways: list[Way] = CROSSING, suffix: str = ""
) -> RoadNetwork:
    """The network of the crossing."""
    source = tmp_path / "crossing.osm"
    source.write_text(osm_text(NODES, ways, relations=relations), encoding="utf-8")
    return build_network(read_ways(source), name="crossing", source=source.name)


Turn = tuple[int, int, int, str]


def banned(network: RoadNetwork) -> set[Turn]:
    """Banned turns as three OSM nodes and vehicles in words."""
    ids = network.node_osm_id
    turns = zip(network.banned_from, network.banned_to, network.banned_profiles, strict=True)
    return {
        (
            int(ids[network.tail[come]]),
            int(ids[network.head[come]]),
            int(ids[network.head[go]]),
            " ".join(word for word, bit in PROFILE_BITS.items() if profiles & bit),
        )
        for come, go, profiles in turns
    }


LEFT: Turn = (SOUTH, MIDDLE, EAST, ALL)


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (turn({"restriction": "no_right_turn"}), {LEFT}),
        (
            turn({"restriction": "only_right_turn"}),
            {(SOUTH, MIDDLE, end, ALL) for end in (NORTH, WEST, SOUTH)},
        ),
        (
            turn({"restriction": "no_right_turn", "except": "bicycle"}),
            {(*LEFT[:3], "car van truck")},
        ),
        (
            turn({"restriction": "no_right_turn", "except": "bicycle;hgv; psv"}),
            {(*LEFT[:3], "car van")},
        ),
        (turn({"restriction": "no_right_turn", "except": "motor_vehicle;bicycle"}), set()),
        (turn({"restriction:hgv": "no_right_turn"}), {(*LEFT[:3], "truck")}),
        (turn({"restriction:bus": "no_right_turn"}), set()),
        (
            turn({"restriction:motorcar": "no_right_turn", "restriction:bicycle": "no_right_turn"}),
            {(*LEFT[:3], "car bike")},
        ),
        (
            turn(
                {"restriction": "no_u_turn"},
                *(("way", FROM_SOUTH, "from"), ("node", MIDDLE, "via"), ("way", FROM_SOUTH, "to")),
            ),
            {(SOUTH, MIDDLE, SOUTH, ALL)},
        ),
        (
            turn(
                {"restriction": "no_entry"},
                *(("way", FROM_SOUTH, "from"), ("way", WEST_WAY, "from")),
                *(("node", MIDDLE, "via"), ("way", TO_EAST, "to")),
            ),
            {LEFT, (WEST, MIDDLE, EAST, ALL)},
        ),
        (
            turn(
                {"restriction": "no_exit"},
                *(("way", FROM_SOUTH, "from"), ("node", MIDDLE, "via")),
                *(("way", TO_EAST, "to"), ("way", TO_NORTH, "to")),
            ),
            {LEFT, (SOUTH, MIDDLE, NORTH, ALL)},
        ),
        (
            turn(
                {"restriction": "no_right_turn"},
                *(("way", 99, "from"), ("node", MIDDLE, "via"), ("way", TO_EAST, "to")),
            ),
            set(),
        ),
        (
            turn(
                {"restriction": "no_u_turn"},
                *(("way", RING, "from"), ("node", 9, "via"), ("way", RING, "to")),
            ),
            set(),
        ),
    ],
)
def test_what_is_banned(tmp_path: Path, relation: Relation, expected: set[Turn]) -> None:
    network = crossing(tmp_path, [relation])
    assert banned(network) == expected
    assert network.skipped_restrictions == 0


@pytest.mark.parametrize(
    ("relation", "still"),
    [
        (turn({"restriction:conditional": "no_right_turn @ (Mo-Fr)"}), set()),
        (
            turn({"restriction": "no_right_turn", "restriction:hgv:conditional": "none @ (Su)"}),
            {LEFT},
        ),
        (turn({"restriction": "no_right_turn", "hour_on": "07:00", "hour_off": "09:00"}), set()),
        (turn({"restriction": "give_way"}), set()),
        (
            turn(
                {"restriction": "no_right_turn"},
                *(("way", FROM_SOUTH, "from"), ("way", WEST_WAY, "via"), ("way", TO_EAST, "to")),
            ),
            set(),
        ),
        (
            turn(
                {"restriction": "no_right_turn"},
                ("way", FROM_SOUTH, "from"),
                ("node", MIDDLE, "via"),
            ),
            set(),
        ),
        (
            turn(
                {"restriction": "only_straight_on"},
                *(("way", FROM_SOUTH, "from"), ("node", MIDDLE, "via"), ("way", 99, "to")),
            ),
            set(),
        ),
    ],
)
def test_what_cannot_be_told_is_counted(
    tmp_path: Path, relation: Relation, still: set[Turn]
) -> None:
    network = crossing(tmp_path, [relation])
    assert banned(network) == still
    assert network.skipped_restrictions == 1


def test_way_that_runs_through_the_node_is_counted(tmp_path: Path) -> None:
    ways: list[Way] = [([SOUTH, MIDDLE, NORTH], ROAD), ([WEST, MIDDLE, EAST], ROAD)]
    relation = turn(
        {"restriction": "no_right_turn"},
        *(("way", 1, "from"), ("node", MIDDLE, "via"), ("way", 2, "to")),
    )
    network = crossing(tmp_path, [relation], ways)
    assert banned(network) == set()
    assert network.skipped_restrictions == 1


def test_turns_are_sorted_and_each_is_there_once(tmp_path: Path) -> None:
    relations = [
        turn({"restriction:hgv": "no_right_turn"}),
        turn(
            {"restriction:motorcar": "only_straight_on"}, *turn({})[0][:2], ("way", TO_NORTH, "to")
        ),
        turn({"restriction:hgv": "no_right_turn"}),
    ]
    network = crossing(tmp_path, relations)
    pairs = list(zip(network.banned_from.tolist(), network.banned_to.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert (*LEFT[:3], "car truck") in banned(network)
    assert (network.tail[network.banned_to] == network.head[network.banned_from]).all()


def test_one_way_streets_ban_only_what_can_be_driven(tmp_path: Path) -> None:
    ways = list(CROSSING)
    ways[TO_EAST - 1] = ([EAST, MIDDLE], ROAD | {"oneway": "yes"})
    network = crossing(tmp_path, [turn({"restriction": "no_right_turn"})], ways)
    assert banned(network) == set()
    assert network.skipped_restrictions == 0
