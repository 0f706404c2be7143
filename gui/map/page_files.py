"""The files of the map's page, by the address under which the page asks for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from PySide6.QtCore import QFile, QIODevice

from gui.map.scheme import HOSTS, PAGE
from maps.picture.window_page import leaflet_file, window_page

_SCRIPT, _STYLE, _HTML = b"text/javascript", b"text/css", b"text/html"
_CHANNEL_SCRIPT = ":/qtwebchannel/qwebchannel.js"
_SHARED_SCRIPTS = ("plan_layers.js",)
"""How routes look, shared with the map that stands alone."""
_SCRIPTS = (
    *("ground.js", "drawn.js", "sheet.js", "plan_layer.js"),
    *("controls.js", "window_map.js"),
)
_STYLES = ("window_map.css",)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of the page: its media type and its content."""

    kind: bytes
    content: bytes


def read_page_files() -> Mapping[str, PageFile]:
    """Read all files of the page; it takes half a second, most of it to import folium."""
    own = {f"app://map/{name}": _own_file("window_map", name) for name in (*_SCRIPTS, *_STYLES)}
    shared = {f"app://map/{name}": _own_file("map", name) for name in _SHARED_SCRIPTS}
    leaflet = {
        "app://leaflet/leaflet.js": PageFile(_SCRIPT, leaflet_file("leaflet.js")),
        "app://leaflet/leaflet.css": PageFile(_STYLE, leaflet_file("leaflet.css")),
    }
    channel = PageFile(_SCRIPT, _channel_script())
    page = PageFile(_HTML, _page())
    return {**own, **shared, **leaflet, f"{PAGE}qwebchannel.js": channel, PAGE: page}


def _own_file(folder: str, name: str) -> PageFile:
    kind = _STYLE if name.endswith(".css") else _SCRIPT
    return PageFile(kind, (resources.files("resources") / folder / name).read_bytes())


def _channel_script() -> bytes:
    file = QFile(_CHANNEL_SCRIPT)
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(file.readAll().data())


def _page() -> bytes:
    scripts = ("app://leaflet/leaflet.js", f"{PAGE}qwebchannel.js")
    own = tuple(f"app://map/{name}" for name in (*_SHARED_SCRIPTS, *_SCRIPTS))
    styles = ("app://leaflet/leaflet.css", *(f"app://map/{name}" for name in _STYLES))
    return window_page(scripts=(*scripts, *own), styles=styles, hosts=HOSTS).encode()
