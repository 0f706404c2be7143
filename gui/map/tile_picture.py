"""A tile of the base map as a picture: land, water, green, roads and the names of streets."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from gui.map.ground_colours import GroundColours
from gui.map.painter_path import area_path, line_paths
from gui.map.street_names import PlacedName
from maps.network.land_cover import LandKind
from maps.picture.tile_index import TILE_PX, RoadGroup, RoadKind, TileContent

_CASED_FROM_ZOOM = 13
_CASING_PX = 0.8
_WATERWAY_PX = 3.5
_TUNNEL, _GROUND, _BRIDGE = -1, 0, 1
_HALO_PX = 3.0


def paint_tile(
    content: TileContent,
    names: list[PlacedName],
    zoom: int,
    colours: GroundColours,
    *,
    scale: int = 1,
) -> QImage:
    """Paint a tile; `scale` is how many pixels of the picture make one of the map."""
    side = TILE_PX * scale
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.fill(QColor(colours.land))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    try:
        _paint_land(painter, content, zoom, colours)
        for level in (_TUNNEL, _GROUND, _BRIDGE):
            groups = [group for group in content.roads if group.level == level]
            _paint_roads(painter, groups, zoom, colours)
        _paint_names(painter, names, colours)
    finally:
        painter.end()
    return picture


def road_width_px(kind: RoadKind, zoom: int) -> float:
    """How wide a road is drawn."""
    return max(0.8, kind.width_px * _growth(zoom))


def _growth(zoom: int) -> float:
    return float(2.0 ** ((zoom - 14) * 0.55))


def _paint_land(painter: QPainter, content: TileContent, zoom: int, colours: GroundColours) -> None:
    for kind, lines in content.land:
        colour = QColor(colours.green if kind is LandKind.GREEN else colours.water)
        if kind is LandKind.WATERWAY:
            width_px = max(1.0, _WATERWAY_PX * _growth(zoom))
            for path in line_paths(lines):
                painter.strokePath(path, _pen(colour, width_px))
        else:
            painter.fillPath(area_path(lines), QBrush(colour))


def _paint_roads(
    painter: QPainter, groups: list[RoadGroup], zoom: int, colours: GroundColours
) -> None:
    """Casings of all roads first, so that they open where roads meet."""
    paths = [(group, list(line_paths(group.lines))) for group in groups]
    for group, lines in paths if zoom >= _CASED_FROM_ZOOM else ():
        width_px = road_width_px(group.kind, zoom) + 2 * _CASING_PX
        # A bridge must not cut into the road it leads on to.
        cap = Qt.PenCapStyle.FlatCap if group.level == _BRIDGE else Qt.PenCapStyle.RoundCap
        pen = _pen(QColor(colours.casing), width_px, cap)
        if group.level == _TUNNEL:
            pen.setDashPattern([1.5, 1.0])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        for path in lines:
            painter.strokePath(path, pen)
    for group, lines in paths:
        pen = _pen(_road_colour(group, zoom, colours), road_width_px(group.kind, zoom))
        for path in lines:
            painter.strokePath(path, pen)


def _road_colour(group: RoadGroup, zoom: int, colours: GroundColours) -> QColor:
    colour = QColor(colours.roads[group.kind.name])
    if zoom < _CASED_FROM_ZOOM and group.kind.name not in {"motorway", "primary"}:
        return QColor(colours.far)
    if group.level == _TUNNEL:
        return _between(colour, QColor(colours.land))
    return colour


def _between(one: QColor, other: QColor) -> QColor:
    return QColor(
        (one.red() + other.red()) // 2,
        (one.green() + other.green()) // 2,
        (one.blue() + other.blue()) // 2,
    )


def _pen(colour: QColor, width_px: float, cap: Qt.PenCapStyle = Qt.PenCapStyle.RoundCap) -> QPen:
    return QPen(QBrush(colour), width_px, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin)


def _paint_names(painter: QPainter, names: list[PlacedName], colours: GroundColours) -> None:
    halo = _pen(QColor(colours.halo), _HALO_PX)
    for name in names:
        painter.strokePath(name.outline, halo)
    for name in names:
        painter.fillPath(name.outline, QBrush(QColor(colours.text)))
