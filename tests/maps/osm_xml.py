"""Small OpenStreetMap files, written by the tests themselves."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

Way = tuple[Sequence[int], Mapping[str, str]]
Multipolygon = tuple[Sequence[tuple[int, str]], Mapping[str, str]]
"""Ways by number with their roles, and tags."""

Relation = tuple[Sequence[tuple[str, int, str]], Mapping[str, str]]
"""Members as their type, number and role, and tags."""

SPACING = 0.001


def osm_text(
    nodes: Mapping[int, tuple[float, float]],
    ways: Sequence[Way],
    multipolygons: Sequence[Multipolygon] = (),
    generator: str = "a test",
    *,
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
    relations: Sequence[Relation] = (),
) -> str:
    """An OSM file: nodes by id with latitude and longitude, ways as nodes and tags."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<osm version="0.6" generator={quoteattr(generator)}>')
    for node, (lat, lon) in sorted(nodes.items()):
        lines.append(f'<node id="{node}" version="1" lat="{lat:.7f}" lon="{lon:.7f}">')
        lines += [*_tag_lines((node_tags or {}).get(node, {})), "</node>"]
    for number, (refs, tags) in enumerate(ways, start=1):
        lines.append(f'<way id="{number}" version="1">')
        lines += [f'<nd ref="{ref}"/>' for ref in refs]
        lines += [*_tag_lines(tags), "</way>"]
    for number, (members, tags) in enumerate(multipolygons, start=1):
        lines.append(f'<relation id="{number}" version="1">')
        lines += [f'<member type="way" ref="{way}" role="{role}"/>' for way, role in members]
        lines += [*_tag_lines({"type": "multipolygon", **tags}), "</relation>"]
    for number, (named, tags) in enumerate(relations, start=len(multipolygons) + 1):
        lines.append(f'<relation id="{number}" version="1">')
        lines += [f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in named]
        lines += [*_tag_lines(tags), "</relation>"]
    return "\n".join([*lines, "</osm>"])


def _tag_lines(tags: Mapping[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items()]


def write_osm(path: Path, nodes: Mapping[int, tuple[float, float]], ways: Sequence[Way]) -> Path:
    """Write an OSM file and return its path."""
    path.write_text(osm_text(nodes, ways), encoding="utf-8")
    return path


def grid_nodes(rows: int, columns: int) -> dict[int, tuple[float, float]]:
    """Nodes 1, 2, ... row by row, about 100 m apart."""
    return {
        row * columns + column + 1: (48.0 + SPACING * row, 8.0 + SPACING * column)
        for row in range(rows)
        for column in range(columns)
    }


def small_town() -> tuple[dict[int, tuple[float, float]], list[Way]]:
    """A town with everything that OSM draws oddly: 7 x 6 nodes.

    Two-way, one-way and reversed streets, a roundabout, a dead end, bends, a loop, a street drawn
    twice, two ways along one edge, an island, a footway, speeds of many forms.
    """
    nodes = grid_nodes(7, 6)
    ways: list[Way] = [
        ([1, 2, 3, 4, 5, 6], {"highway": "primary", "maxspeed": "50", "name": "Hauptstraße"}),
        ([7, 8, 9], {"highway": "secondary", "name": "建国路", "lanes": "2"}),
        ([9, 10, 11, 12], {"highway": "tertiary", "maxspeed": "30 mph", "name": "West"}),
        ([1, 7, 13, 19], {"highway": "residential", "oneway": "yes"}),
        ([19, 20, 14, 8, 2], {"highway": "residential", "oneway": "-1", "maxspeed": "DE:urban"}),
        ([3, 9, 15, 21], {"highway": "residential", "bridge": "yes", "maxspeed": "30"}),
        ([21, 22, 16, 15, 21], {"highway": "unclassified", "junction": "roundabout"}),
        ([22, 23, 24], {"highway": "unclassified", "maxspeed": "walk"}),
        ([24, 18, 12, 6], {"highway": "trunk", "maxspeed": "80|100", "tunnel": "yes"}),
        ([13, 25, 26, 20, 13], {"highway": "living_street"}),
        ([10, 16], {"highway": "residential"}),
        ([10, 16], {"highway": "residential", "name": "Drawn twice"}),
        ([26, 27], {"highway": "residential", "name": "Dead end"}),
        ([23, 28, 29, 23], {"highway": "residential", "name": "Loop", "oneway": "yes"}),
        ([1, 14, 21], {"highway": "footway"}),
        ([5, 11], {"highway": "residential", "access": "private"}),
        ([31, 32, 33], {"highway": "residential", "name": "Island"}),
        ([26, 38, 26], {"highway": "residential", "name": "There and back"}),
    ]
    return nodes, ways
