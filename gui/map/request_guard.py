"""Refuses every request that leaves the program, and remembers it."""

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

_OWN_SCHEMES = frozenset({"app", "data"})
_MOST_REMEMBERED = 1_000


class RequestGuard(QWebEngineUrlRequestInterceptor):
    """Lets nothing through but the program's own addresses and what pages hold in themselves."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._refused: list[str] = []

    @property
    def refused(self) -> tuple[str, ...]:
        """Addresses that were refused, the first thousand."""
        return tuple(self._refused)

    def remember(self, address: str) -> None:
        """Remember an address that something else refused."""
        if len(self._refused) < _MOST_REMEMBERED:
            self._refused.append(address)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Refuse a request unless it stays inside."""
        if info.requestUrl().scheme() not in _OWN_SCHEMES:
            info.block(True)
            self.remember(info.requestUrl().toString())
