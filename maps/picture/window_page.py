"""The page of the window's map: folium's shell and nothing else; what it shows comes later.

Folium renders whatever passes through it a second time as a template, so no data do. The page
names its scripts and styles by addresses that the window itself answers.
"""

import base64
import hashlib
import re
from importlib import resources
from importlib.resources.abc import Traversable

MAP_ID = "window"
GREATEST_ZOOM = 19
_LEAST_ZOOM = 3
_INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def window_page(*, scripts: tuple[str, ...], styles: tuple[str, ...], hosts: str) -> str:
    """The page of the map.

    Parameters
    ----------
    scripts, styles
        Addresses of what the page loads, in order.
    hosts
        Where scripts, styles and pictures may come from, as a Content Security Policy names them.
    """
    import folium

    shell = folium.Map(
        location=[0, 0],
        zoom_start=_LEAST_ZOOM,
        tiles=None,
        minZoom=_LEAST_ZOOM,
        maxZoom=GREATEST_ZOOM,
        zoom_control=False,
        attribution_control=False,
        double_click_zoom=False,
        fade_animation=False,
    )
    shell._id = MAP_ID
    shell.default_js = [(address, address) for address in scripts]
    shell.default_css = [(address, address) for address in styles]
    page = str(shell.get_root().render()).strip()
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy(page, hosts)}">'
    return page.replace("<head>", f'<head><meta charset="utf-8">{policy}', 1)


def leaflet_file(name: str) -> bytes:
    """A file of Leaflet's."""
    return _leaflet(name).read_bytes()


def _leaflet(name: str) -> Traversable:
    return resources.files("xstatic.pkg.leaflet") / "data" / name


def _policy(page: str, hosts: str) -> str:
    """Allow what comes from the hosts and what folium wrote into the page, by its hash."""
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, code in _INLINE.findall(page):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        hashes[kind].append(f"'sha256-{digest}'")
    return (
        f"default-src 'none'; script-src {hosts} {' '.join(hashes['script'])}; "
        f"style-src {hosts} {' '.join(hashes['style'])}; img-src {hosts} data:; "
        "base-uri 'none'; form-action 'none'"
    )
