"""Answers the map's page: a few fixed files, and tiles. No path ever reaches the file system."""

from collections.abc import Mapping

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Signal
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from gui.map.page_files import PageFile, read_page_files
from gui.map.tile_server import TileAddress, TileServer
from gui.one_worker import OneWorker

_PNG = b"image/png"
_Error = QWebEngineUrlRequestJob.Error


class PageServer(QWebEngineUrlSchemeHandler):
    """Serves everything under ``app://``; whatever it does not know by name is not found."""

    prepared = Signal()
    """The files are read; the page may be loaded from now on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tiles = TileServer(self)
        self._files: Mapping[str, PageFile] = {}
        self._worker = OneWorker(self)
        # Folium takes long to be imported; the window goes on meanwhile.
        self._worker.start(read_page_files, self._take)

    def close(self) -> None:
        """Stop all work for the page."""
        self.tiles.close()
        self._worker.close()

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer a request."""
        address = job.requestUrl()
        if job.requestMethod() != b"GET":
            job.fail(_Error.RequestDenied)
        elif address.host() == "tiles" and not address.hasQuery():
            self._serve_tile(job, address.path())
        elif (file := self._files.get(address.toString())) is not None:
            _reply(job, file.kind, file.content)
        else:
            job.fail(_Error.UrlNotFound)

    def _take(self, files: Mapping[str, PageFile] | None) -> None:
        if files is not None:
            self._files = files
            self.prepared.emit()

    def _serve_tile(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        tile = TileAddress.of_path(path)
        if tile is None:
            job.fail(_Error.UrlNotFound)
            return
        reply = _LateReply(job)
        job.destroyed.connect(lambda: self.tiles.withdraw(tile, reply.send))
        self.tiles.ask(tile, reply.send)


class _LateReply:
    """The answer to a request for a tile, which may be gone before there is one."""

    def __init__(self, job: QWebEngineUrlRequestJob) -> None:
        self._job: QWebEngineUrlRequestJob | None = job
        job.destroyed.connect(self._forget)

    def send(self, content: bytes | None) -> None:
        """Answer, unless nobody listens any more."""
        # Of a page that is just being replaced the job may be gone before it has said so.
        if self._job is None or not shiboken6.isValid(self._job):
            return
        if content is None:
            self._job.fail(_Error.UrlNotFound)
        else:
            _reply(self._job, _PNG, content)

    def _forget(self) -> None:
        self._job = None


def _reply(job: QWebEngineUrlRequestJob, kind: bytes, content: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind), buffer)
