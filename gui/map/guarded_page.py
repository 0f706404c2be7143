"""A web page that can do nothing but show the map."""

import logging

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings

from gui.map.page_server import PageServer
from gui.map.request_guard import RequestGuard
from gui.map.scheme import SCHEME, page_address

log = logging.getLogger(__name__)

_Attribute = QWebEngineSettings.WebAttribute
_OFF = (
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.JavascriptCanPaste,
    _Attribute.LocalStorageEnabled,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.ErrorPageEnabled,
    _Attribute.ScrollAnimatorEnabled,
    _Attribute.ShowScrollBars,
    _Attribute.BackForwardCacheEnabled,
)
_LONGEST_LOGGED = 300


class GuardedProfile(QWebEngineProfile):
    """Keeps nothing on disk and answers the program's own addresses only."""

    def __init__(self, parent: QObject) -> None:
        # Without a name, a profile lives in memory alone.
        super().__init__(parent)
        self.guard = RequestGuard(self)
        self.server = PageServer(self)
        self.setUrlRequestInterceptor(self.guard)
        self.installUrlSchemeHandler(SCHEME, self.server)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.setSpellCheckEnabled(False)
        self.downloadRequested.connect(lambda download: download.cancel())
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)


class GuardedPage(QWebEnginePage):
    """Opens the map's page and no other, no window, no dialog, no permission."""

    navigation_refused = Signal(str)

    def __init__(self, profile: GuardedProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self.permissionRequested.connect(lambda permission: permission.deny())
        self.fullScreenRequested.connect(lambda request: request.reject())
        self.fileSystemAccessRequested.connect(lambda request: request.reject())

    def acceptNavigationRequest(
        self, url: QUrl | str, _type: QWebEnginePage.NavigationType, isMainFrame: bool
    ) -> bool:
        """Whether the page may go somewhere: to itself."""
        if isMainFrame and url == page_address():
            return True
        self.navigation_refused.emit(QUrl(url).toString())
        return False

    def createWindow(self, _type: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        """No window ever comes of a click."""
        return None  # type: ignore[return-value]

    def javaScriptAlert(self, _origin: QUrl | str, _text: str) -> None:
        """No dialog ever opens."""

    def javaScriptConfirm(self, _origin: QUrl | str, _text: str) -> bool:
        """No dialog ever opens."""
        return False

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        """Log what went wrong in the page."""
        if level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel:
            log.error("map page, %s:%d: %s", source, line, message[:_LONGEST_LOGGED])
