"""Open a page in a real browser, click on all there is, and print as JSON what came of it.

Run as ``python -m tests.maps.open_page FILE``: a process of its own, since a browser's end may take
the process with it.
"""

import json
import os
import sys
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWidgets import QApplication

TRAP = "window.caught = []; window.PWN = (what) => window.caught.push(what);"

CLICK_EVERYTHING = """
(() => {
  const popups = [], tooltips = [];
  window.map_plan.eachLayer((layer) => {
    if (layer.getPopup && layer.getPopup()) {
      layer.openPopup();
      popups.push(layer.getPopup().getElement().textContent);
      layer.closePopup();
    }
    if (layer.getTooltip && layer.getTooltip()) {
      layer.openTooltip();
      tooltips.push(layer.getTooltip().getElement().textContent);
      layer.closeTooltip();
    }
  });
  const text = (selector) => Array.from(document.querySelectorAll(selector), (e) => e.textContent);
  const shown = {
    popups, tooltips, names: text(".row.route .name"), stops: text(".row.stop .name"),
    reasons: text(".row.unassigned .quiet"), icons: text(".warehouse"), heads: text("aside header"),
    figures: text(".figure"),
  };
  document.querySelectorAll("button").forEach((button) => button.click());
  const chosen = document.querySelectorAll('[aria-pressed="true"]').length;
  return JSON.stringify({
    ...shown, chosen, caught: window.caught, title: document.title,
    language: document.documentElement.lang, canvases: document.querySelectorAll("canvas").length,
  });
})()
"""

BREAK_IN = """
document.body.insertAdjacentHTML("beforeend", "<img src='x' onerror='PWN(1)'>");
document.body.append(Object.assign(document.createElement("script"), { textContent: "PWN(2)" }));
"""


class _Watch(QWebEngineUrlRequestInterceptor):
    """Keeps every address that the page asks for, and lets none but the page itself through."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        address = info.requestUrl().toString()
        if not address.startswith("data:"):
            self.asked.append(address)
            info.block(len(self.asked) > 1)


class _Page(QWebEnginePage):
    """Keeps what the page says on its console."""

    said: list[str]

    def javaScriptConsoleMessage(self, _level: Any, text: str, *_at: Any) -> None:
        self.said.append(text)


def open_page(file: str) -> dict[str, Any]:
    """What a page shows, asks for and says."""
    app = QApplication([])
    watch, profile = _Watch(), QWebEngineProfile()
    profile.setUrlRequestInterceptor(watch)
    trap = QWebEngineScript()
    trap.setSourceCode(TRAP)
    trap.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    trap.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    profile.scripts().insert(trap)
    page = _Page(profile)
    page.said = []
    loop = QEventLoop()
    page.loadFinished.connect(loop.quit)
    QTimer.singleShot(20_000, loop.quit)
    page.load(QUrl.fromLocalFile(file))
    loop.exec()
    found: dict[str, Any] = json.loads(_run(page, CLICK_EVERYTHING) or "{}")
    found["said"] = list(page.said)
    _run(page, BREAK_IN)
    _wait(200)
    found["broken_in"] = _run(page, "JSON.stringify(window.caught)")
    found["asked"] = watch.asked
    page.deleteLater()
    app.processEvents()
    return found


def _run(page: QWebEnginePage, code: str) -> Any:
    results: list[Any] = []
    loop = QEventLoop()

    def done(result: Any) -> None:
        results.append(result)
        loop.quit()

    page.runJavaScript(code, 0, done)
    QTimer.singleShot(20_000, loop.quit)
    loop.exec()
    return results[0] if results else None


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    print(json.dumps(open_page(sys.argv[1])), flush=True)
    # Chromium's own teardown is no part of the test.
    os._exit(0)
