"""Paints tiles when the page asks for them, one at a time beside the window, and keeps them."""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QBuffer, QIODevice, QObject

from gui.map.ground_colours import ground_colours
from gui.map.street_names import StreetNames
from gui.map.tile_picture import paint_tile
from gui.one_worker import OneWorker
from maps.network.road_network import RoadNetwork
from maps.picture.tile_index import TileIndex

Answer = Callable[[bytes | None], None]
"""Takes the picture of a tile as PNG; None where there is none."""

_ADDRESS = re.compile(r"/(\d{1,6})/(light|dark)/(\d{1,2})/(\d{1,6})/(\d{1,6})(@2x)?\.png", re.ASCII)
_GREATEST_ZOOM = 19
_BYTES_KEPT = 64_000_000
_PASSED_OVER = b""
_QUALITY = 80
"""Little compression: the pictures only cross from one process to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TileAddress:
    """Which tile of which roads, how it looks and how fine it is."""

    roads: int
    is_dark: bool
    zoom: int
    x: int
    y: int
    scale: int

    @classmethod
    def of_path(cls, path: str) -> "TileAddress | None":
        """What a path asks for; None unless it is exactly of the form of a tile's."""
        match = _ADDRESS.fullmatch(path)
        if match is None:
            return None
        roads, zoom, x, y = (int(match[group]) for group in (1, 3, 4, 5))
        if zoom > _GREATEST_ZOOM or max(x, y) >= 2**zoom:
            return None
        return cls(
            roads=roads,
            is_dark=match[2] == "dark",
            zoom=zoom,
            x=x,
            y=y,
            scale=2 if match[6] else 1,
        )


class _Ground:
    """The roads of a network as they are painted; made ready and used in the painting thread."""

    def __init__(self, network: RoadNetwork) -> None:
        self._network = network

    @cached_property
    def _index(self) -> TileIndex:
        return TileIndex(self._network)

    @cached_property
    def _names(self) -> StreetNames:
        return StreetNames(self._index)

    def picture(self, tile: TileAddress) -> bytes:
        """A tile as PNG."""
        place = (tile.zoom, tile.x, tile.y)
        content, names = self._index.tile(*place), self._names.tile(*place)
        colours = ground_colours(dark=tile.is_dark)
        picture = paint_tile(content, names, tile.zoom, colours, scale=tile.scale)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # The declared type forgets that a format may be given as text.
        picture.save(buffer, "PNG", _QUALITY)  # type: ignore[call-overload]
        return bytes(buffer.data().data())


class TileServer(QObject):
    """Answers for tiles of the roads that are shown now."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = OneWorker(self)
        self._roads = 0
        self._ground: _Ground | None = None
        self._waiting: dict[TileAddress, list[Answer]] = {}
        self._pictures: OrderedDict[TileAddress, bytes] = OrderedDict()
        self._bytes_kept = 0

    def show(self, network: RoadNetwork | None) -> int:
        """Take other roads; returns the number that their tiles are asked for by."""
        self._roads += 1
        self._ground = None if network is None else _Ground(network)
        self._pictures.clear()
        self._bytes_kept = 0
        return self._roads

    def ask(self, tile: TileAddress, answer: Answer) -> None:
        """Answer with a tile, at once if it was painted before."""
        ground = self._ground
        if ground is None or tile.roads != self._roads:
            answer(None)
        elif tile in self._pictures:
            self._pictures.move_to_end(tile)
            answer(self._pictures[tile])
        elif tile in self._waiting:
            self._waiting[tile].append(answer)
        else:
            self._waiting[tile] = [answer]

            def paint() -> bytes | None:
                # Who moves on over the map waits no longer for what is out of view.
                return ground.picture(tile) if tile in self._waiting else _PASSED_OVER

            self._worker.start(paint, lambda picture: self._hand_out(tile, picture))

    def withdraw(self, tile: TileAddress, answer: Answer) -> None:
        """Forget an answer that nobody waits for any more."""
        answers = self._waiting.get(tile, [])
        if answer in answers:
            answers.remove(answer)
            if not answers:
                del self._waiting[tile]

    def close(self) -> None:
        """Stop painting."""
        self._worker.close()
        self._waiting.clear()

    def _hand_out(self, tile: TileAddress, picture: bytes | None) -> None:
        if picture == _PASSED_OVER:
            # Whoever asked again since then is served by a later turn of the painter.
            return
        if picture is not None and tile.roads == self._roads:
            self._keep(tile, picture)
        for answer in self._waiting.pop(tile, []):
            answer(picture)

    def _keep(self, tile: TileAddress, picture: bytes) -> None:
        self._pictures[tile] = picture
        self._bytes_kept += len(picture)
        while self._bytes_kept > _BYTES_KEPT:
            self._bytes_kept -= len(self._pictures.popitem(last=False)[1])
