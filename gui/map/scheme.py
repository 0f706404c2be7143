"""Addresses that exist inside the program only: ``app://page/``, ``app://tiles/...``."""

from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEngineUrlScheme

SCHEME = b"app"
PAGE = "app://page/"
HOSTS = "app://page app://leaflet app://map app://tiles"
"""Where the page's scripts, styles and pictures come from, as its security policy names them."""


def page_address() -> QUrl:
    """Where the map's page is found."""
    return QUrl(PAGE)


def register_scheme() -> None:
    """Make the addresses known; before the QApplication is made, once or more often."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    # Neither local files nor other origins can be reached from there.
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)
