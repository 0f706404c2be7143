"""Answers the map's page: a few fixed files, and tiles. No path ever reaches the file system."""

from collections.abc import Callable, Mapping
from importlib import resources

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from gui.map.scheme import HOSTS, PAGE
from gui.map.tile_server import TileAddress, TileServer
from gui.one_worker import OneWorker
from maps.picture.window_page import leaflet_file, window_page

_SCRIPT, _STYLE, _HTML, _PNG = b"text/javascript", b"text/css", b"text/html", b"image/png"
_CHANNEL_SCRIPT = ":/qtwebchannel/qwebchannel.js"
_SHARED_SCRIPTS = ("plan_layers.js",)
"""How routes look, shared with the map that stands alone."""
_SCRIPTS = (
    *("ground.js", "drawn.js", "sheet.js", "plan_layer.js"),
    *("controls.js", "window_map.js"),
)
_STYLES = ("window_map.css",)

File = tuple[bytes, Callable[[], bytes]]


class PageServer(QWebEngineUrlSchemeHandler):
    """Serves everything under ``app://``; whatever it does not know by name is not found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tiles = TileServer(self)
        self._files = _fixed_files()
        self._worker = OneWorker(self)

    def close(self) -> None:
        """Stop all work for the page."""
        self.tiles.close()
        self._worker.close()

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer a request."""
        address = job.requestUrl()
        if job.requestMethod() != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif address.host() == "tiles" and not address.hasQuery():
            self._serve_tile(job, address.path())
        else:
            self._serve_file(job, address.toString())

    def _serve_file(self, job: QWebEngineUrlRequestJob, address: str) -> None:
        file = self._files.get(address)
        if file is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        kind, read = file
        reply = _Reply(job, kind)
        # Folium takes long to be imported; the window goes on meanwhile.
        self._worker.start(read, reply.send)

    def _serve_tile(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        tile = TileAddress.of_path(path)
        if tile is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        reply = _Reply(job, _PNG)
        job.destroyed.connect(lambda: self.tiles.withdraw(tile, reply.send))
        self.tiles.ask(tile, reply.send)


class _Reply:
    """The answer to one request, which may be gone before there is one."""

    def __init__(self, job: QWebEngineUrlRequestJob, kind: bytes) -> None:
        self._job: QWebEngineUrlRequestJob | None = job
        self._kind = kind
        job.destroyed.connect(self._forget)

    def send(self, content: bytes | None) -> None:
        """Answer, unless nobody listens any more."""
        # Of a page that is just being replaced the job may be gone before it has said so.
        if self._job is None or not shiboken6.isValid(self._job):
            return
        if content is None:
            self._job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        buffer = QBuffer(self._job)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._job.reply(QByteArray(self._kind), buffer)

    def _forget(self) -> None:
        self._job = None


def _fixed_files() -> Mapping[str, File]:
    """All files by their whole address."""
    own = {f"app://map/{name}": _own_file("window_map", name) for name in (*_SCRIPTS, *_STYLES)}
    shared = {f"app://map/{name}": _own_file("map", name) for name in _SHARED_SCRIPTS}
    leaflet: dict[str, File] = {
        "app://leaflet/leaflet.js": (_SCRIPT, lambda: leaflet_file("leaflet.js")),
        "app://leaflet/leaflet.css": (_STYLE, lambda: leaflet_file("leaflet.css")),
    }
    channel: File = (_SCRIPT, _channel_script)
    return {**own, **shared, **leaflet, f"{PAGE}qwebchannel.js": channel, PAGE: (_HTML, _page)}


def _own_file(folder: str, name: str) -> File:
    kind = _STYLE if name.endswith(".css") else _SCRIPT
    return kind, (resources.files("resources") / folder / name).read_bytes


def _channel_script() -> bytes:
    file = QFile(_CHANNEL_SCRIPT)
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    return bytes(file.readAll().data())


def _page() -> bytes:
    scripts = ("app://leaflet/leaflet.js", f"{PAGE}qwebchannel.js")
    own = tuple(f"app://map/{name}" for name in (*_SHARED_SCRIPTS, *_SCRIPTS))
    styles = ("app://leaflet/leaflet.css", *(f"app://map/{name}" for name in _STYLES))
    return window_page(scripts=(*scripts, *own), styles=styles, hosts=HOSTS).encode()
