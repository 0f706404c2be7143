"""A page that needs nothing but itself: folium's shell, Leaflet, our drawing, and the content.

folium makes the shell only. It renders whatever it is given a second time as a template, so a
customer's name passed through it could run code; the content therefore goes into the page after
folium is done, as JSON in an element that browsers do not execute, and is shown as text only.
"""

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from maps.picture.map_content import Content

MAP_ID = "plan"
_DRAWING = ("plan_layers.js", "plan_panel.js", "plan_map.js")
_STYLE = "plan_map.css"
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_IMAGE = re.compile(r"url\((images/[\w.-]+\.png)\)")
_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+")


def map_page(content: "Content") -> str:
    """The page that shows the content of a map."""
    shell, end = _shell(content["bounds"]).rsplit("</body>", 1)
    # Text read as text has the line ends that browsers hash.
    head = (
        f"<style>{_leaflet_css()}</style><style>{_resource(_STYLE)}</style>"
        f"<script>{_leaflet_js()}</script></head>"
    )
    data = f'<script type="application/json" id="content">{_json_text(content)}</script></body>'
    drawing = "\n".join(_resource(name) for name in _DRAWING)
    page = (
        shell.replace("</head>", head, 1)
        + data
        + end.removesuffix("</html>")
        + f"<script>{drawing}</script></html>\n"
    )
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy(page)}">'
    return page.replace("<head>", f'<head><meta charset="utf-8">{policy}', 1)


def _shell(bounds: list[list[float]]) -> str:
    """The page of folium around an empty map; nothing but numbers passes through."""
    import folium

    (south, west), (north, east) = bounds
    centre = [(south + north) / 2, (west + east) / 2]
    plan_map = folium.Map(
        location=centre, zoom_start=12, tiles=None, max_zoom=19, zoom_control=False
    )
    plan_map._id = MAP_ID
    # Without its list of addresses on the network, folium writes the bare map.
    plan_map.default_js, plan_map.default_css = [], []
    return str(plan_map.get_root().render()).strip()


def _policy(page: str) -> str:
    """Allow the scripts and styles that are in the page, by their hashes, and nothing else."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, code in _INLINE.findall(page):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        hashes[kind].append(f"'sha256-{digest}'")
    return (
        f"default-src 'none'; script-src {' '.join(hashes['script'])}; "
        f"style-src {' '.join(hashes['style'])}; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _json_text(content: Any) -> str:
    """JSON that can end no element and start no comment, whatever texts it holds."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode()


def _resource(name: str) -> str:
    return (resources.files("resources") / "map" / name).read_text(encoding="utf-8")


@cache
def _leaflet_js() -> str:
    return _SOURCE_MAP.sub("", _leaflet("leaflet.js").read_text(encoding="utf-8"))


@cache
def _leaflet_css() -> str:
    """Leaflet's styles with the pictures they name inside."""

    def inlined(match: re.Match[str]) -> str:
        picture = base64.b64encode(_leaflet(match[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{picture})"

    return _IMAGE.sub(inlined, _leaflet("leaflet.css").read_text(encoding="utf-8"))


def _leaflet(name: str) -> "Traversable":
    return resources.files("xstatic.pkg.leaflet") / "data" / name
