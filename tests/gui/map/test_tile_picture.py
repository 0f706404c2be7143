"""Tiles of the base map as pictures."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.map.ground_colours import DAY, NIGHT, GroundColours
from gui.map.street_names import StreetNames
from gui.map.tile_picture import paint_tile
from maps.network.road_network import EdgeFlag, RoadNetwork
from maps.picture.tile_index import TILE_PX, TileIndex, mercator
from tests.maps.land import with_land
from tests.maps.made_up_streets import build_streets
from tests.maps.small_networks import Street, network_of

Pixels = npt.NDArray[np.uint8]

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def streets(qapp: QApplication) -> RoadNetwork:
    """Some streets, water and green."""
    return with_land(build_streets(20))


@pytest.mark.parametrize("zoom", [13, 15, 17])
@pytest.mark.parametrize("colours", [DAY, NIGHT])
def test_a_road_has_its_colour_where_it_runs(
    streets: RoadNetwork, zoom: int, colours: GroundColours
) -> None:
    index = TileIndex(streets)
    for edge in range(0, streets.edge_count, 53):
        lat, lon = streets.edge_shape(edge)[1]
        at = mercator(np.array([lat]), np.array([lon]))[0] * TILE_PX * 2**zoom
        x, y = (int(value) for value in at // TILE_PX)
        pixels = _pixels(_painted(index, x, y, zoom, colours))
        right, down = (int(value) for value in at % TILE_PX)
        near = pixels[max(0, down - 2) : down + 3, max(0, right - 2) : right + 3]
        hues = [_rgb(hue) for hue in colours.roads.values()]
        assert any(np.abs(near.astype(int) - hue).max(axis=2).min() < 16 for hue in hues)


@pytest.mark.parametrize("zoom", [13, 15, 17])
def test_neighbours_meet_at_their_border(streets: RoadNetwork, zoom: int) -> None:
    index = TileIndex(streets)
    centre = mercator(np.array([streets.node_lat.mean()]), np.array([streets.node_lon.mean()]))[0]
    x, y = (int(value) for value in centre * 2**zoom)
    here = _pixels(_painted(index, x, y, zoom, DAY)).astype(int)
    right = _pixels(_painted(index, x + 1, y, zoom, DAY)).astype(int)
    below = _pixels(_painted(index, x, y + 1, zoom, DAY)).astype(int)
    for ours, theirs, inner in (
        (here[:, -1], right[:, 0], here[:, -2]),
        (here[-1], below[0], here[-2]),
    ):
        # No more differs across the border than from one line of pixels to the next.
        assert np.abs(ours - theirs).mean() < 2 * np.abs(ours - inner).mean() + 1


def test_names_run_on_over_the_border_of_tiles(qapp: QApplication) -> None:
    names = StreetNames(TileIndex(_one_long_street("Straße der langen Namen 长街")))
    x, y = _corner(17)
    tiles = [(a, b) for a in range(x - 1, x + 5) for b in range(y - 3, y + 3)]
    placed = {(a, b): names.tile(17, a, b) for a, b in tiles}
    widths = {
        (
            round(name.outline.boundingRect().x() + a * TILE_PX),
            round(name.outline.boundingRect().width()),
        )
        for (a, _), found in placed.items()
        for name in found
    }
    assert widths, "the street has a name somewhere"
    assert len({width for _, width in widths}) == 1, "every tile has the whole name"
    assert sum(map(len, placed.values())) >= len(widths)


@pytest.mark.parametrize(
    "name", ["", " \n\t", "\x00\x07", "\ud83d", "<b>bold</b>", "شارع الملك", "x" * 500]
)
def test_any_name_can_be_written(qapp: QApplication, name: str) -> None:
    index = TileIndex(_one_long_street(name))
    x, y = _corner(17)
    picture = paint_tile(index.tile(17, x, y), StreetNames(index).tile(17, x, y), 17, DAY)
    assert picture.width() == TILE_PX


def test_names_do_not_touch(streets: RoadNetwork) -> None:
    texts = ("", *(f"Street {i}" for i in range(40)))
    named = replace(
        streets,
        texts=texts,
        name_text=(1 + np.arange(streets.edge_count) % 40).astype(np.int32),
    )
    names = StreetNames(TileIndex(named))
    centre = mercator(np.array([streets.node_lat.mean()]), np.array([streets.node_lon.mean()]))[0]
    x, y = (int(value) for value in centre * 2**16)
    found = names.tile(16, x, y)
    assert len(found) > 3
    for i, one in enumerate(found):
        for other in found[:i]:
            assert not one.outline.intersects(other.outline)


def test_a_bridge_lies_over_water_and_a_tunnel_is_paler(qapp: QApplication) -> None:
    plain = _one_long_street("")
    x, y = _corner(16)

    def lightest(flags: int) -> int:
        network = replace(plain, flags=np.full(plain.edge_count, flags, np.uint8))
        return int(_pixels(_painted(TileIndex(network), x, y, 16, NIGHT)).max())

    assert lightest(EdgeFlag.TUNNEL) < lightest(EdgeFlag.BRIDGE) == lightest(0)


def test_a_fine_screen_has_the_same_tile_twice_as_fine(streets: RoadNetwork) -> None:
    index = TileIndex(streets)
    centre = mercator(np.array([streets.node_lat.mean()]), np.array([streets.node_lon.mean()]))[0]
    x, y = (int(value) for value in centre * 2**15)
    content = index.tile(15, x, y)
    plain, fine = (_pixels(paint_tile(content, [], 15, DAY, scale=scale)) for scale in (1, 2))
    assert fine.shape == (2 * TILE_PX, 2 * TILE_PX, 3)
    halved = fine.reshape(TILE_PX, 2, TILE_PX, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - plain).mean() < 4


def _one_long_street(name: str) -> RoadNetwork:
    network = network_of(
        [(0, 0), (6, 0), (12, 0)], [Street(i, i + 1, None, 30.0, False) for i in (0, 1)]
    )
    return replace(network, texts=("", name), name_text=np.ones(network.edge_count, np.int32))


def _corner(zoom: int) -> tuple[int, int]:
    """The tile where small networks begin."""
    x, y = mercator(np.array([48.0]), np.array([8.0]))[0] * 2**zoom
    return int(x), int(y)


def _painted(index: TileIndex, x: int, y: int, zoom: int, colours: GroundColours) -> QImage:
    return paint_tile(index.tile(zoom, x, y), [], zoom, colours)


def _pixels(picture: QImage) -> Pixels:
    """Red, green and blue, ``(height, width, 3)``."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8)
    shape = (picture.height(), picture.bytesPerLine())
    whole = rows.reshape(shape)[:, : 3 * picture.width()]
    return whole.reshape(picture.height(), picture.width(), 3).copy()


def _rgb(hue: str) -> tuple[int, int, int]:
    return int(hue[1:3], 16), int(hue[3:5], 16), int(hue[5:7], 16)
