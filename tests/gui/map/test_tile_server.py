"""Tiles on demand: painted once, kept, and only for who still waits."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.map.tile_server import TileAddress, TileServer
from maps.network.road_network import RoadNetwork
from tests.gui.map.looking import wait_until
from tests.maps.made_up_streets import build_streets


@pytest.fixture(scope="module")
def streets() -> RoadNetwork:
    """Some streets."""
    return build_streets(12)


@pytest.fixture
def server(qapp: QApplication) -> Iterator[TileServer]:
    """A server without roads."""
    owner = QObject()
    made = TileServer(owner)
    yield made
    made.close()


def _tile(roads: int, x: int = 8586, *, scale: int = 1) -> TileAddress:
    return TileAddress(roads=roads, is_dark=False, zoom=14, x=x, y=5598, scale=scale)


def test_a_tile_is_painted_once_and_answered_at_once_ever_after(
    server: TileServer, streets: RoadNetwork
) -> None:
    tile = _tile(server.show(streets), scale=2)
    answers: list[bytes | None] = []
    server.ask(tile, answers.append)
    server.ask(tile, answers.append)
    assert answers == []
    wait_until(lambda: len(answers) == 2)
    server.ask(tile, answers.append)
    assert len(answers) == 3
    assert answers[0] is answers[1] is answers[2]
    assert answers[0] is not None
    assert QImage.fromData(answers[0]).width() == 512


def test_roads_that_are_no_longer_shown_have_no_tiles(
    server: TileServer, streets: RoadNetwork
) -> None:
    answers: list[bytes | None] = []
    server.ask(_tile(0), answers.append)
    old = server.show(streets)
    new = server.show(streets)
    server.ask(_tile(old), answers.append)
    server.show(None)
    server.ask(_tile(new), answers.append)
    assert answers == [None, None, None]


def test_who_has_gone_gets_no_answer_and_who_comes_back_does(
    server: TileServer, streets: RoadNetwork
) -> None:
    number = server.show(streets)
    gone: list[bytes | None] = []
    back: list[bytes | None] = []
    for x in range(8580, 8590):
        server.ask(_tile(number, x), gone.append)
    for x in range(8580, 8590):
        server.withdraw(_tile(number, x), gone.append)
    for x in range(8580, 8590):
        server.ask(_tile(number, x), back.append)
    wait_until(lambda: len(back) == 10)
    assert gone == []
    assert None not in back


def test_a_closed_server_is_silent(server: TileServer, streets: RoadNetwork) -> None:
    answers: list[bytes | None] = []
    server.ask(_tile(server.show(streets)), answers.append)
    server.close()
    QApplication.processEvents()
    assert answers == []


@pytest.mark.parametrize(
    ("path", "is_tile"),
    [
        ("/1/light/14/8586/5598.png", True),
        ("/12/dark/0/0/0@2x.png", True),
        ("/1/light/1/2/0.png", False),
        ("/1/light/20/0/0.png", False),
        ("/1/light/14/-1/0.png", False),
        ("/1/light/14/1/0.png/", False),
        ("/1/light/14/١/0.png", False),
        ("/1/light/14/1/0.png\n", False),
        ("/../light/14/1/0.png", False),
        ("", False),
    ],
)
def test_only_addresses_of_tiles_are_understood(path: str, is_tile: bool) -> None:
    assert (TileAddress.of_path(path) is not None) == is_tile
