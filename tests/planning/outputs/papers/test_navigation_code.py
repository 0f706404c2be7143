"""The codes hold what each navigation app expects, in its own datum."""

from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from domain.geo import Location, great_circle_m
from domain.settings import NAVIGATION_APPS
from planning.outputs.papers.navigation_code import navigation_uri, qr_image, qr_rows
from planning.reading.datum import to_wgs84
from tests.planning.outputs.papers.read_qr import read_qr

BEIJING = Location(39.908722, 116.397499)
HEIDELBERG = Location(49.412356, 8.710021)
WRITTEN_TO_M = 0.15


def target(app: str, text: str) -> tuple[float, float, str]:
    """Latitude, longitude and datum that a text leads to."""
    address, query = urlsplit(text), parse_qs(urlsplit(text).query)
    if app == "geo":
        lat, lon = address.path.split(",")
        return float(lat), float(lon), "wgs84"
    if app == "google":
        assert (address.netloc, address.path) == ("www.google.com", "/maps/dir/")
        assert query["api"] == ["1"]
        lat, lon = query["destination"][0].split(",")
        return float(lat), float(lon), "wgs84"
    if app == "amap":
        assert (address.netloc, address.path) == ("uri.amap.com", "/navigation")
        assert query["coordinate"] == ["gaode"]
        lon, lat = query["to"][0].split(",")
        return float(lat), float(lon), "gcj02"
    assert (address.netloc, address.path) == ("api.map.baidu.com", "/marker")
    assert query["coord_type"] == ["bd09ll"]
    lat, lon = query["location"][0].split(",")
    return float(lat), float(lon), "bd09"


@pytest.mark.parametrize("app", NAVIGATION_APPS)
@pytest.mark.parametrize("place", [BEIJING, HEIDELBERG, Location(-33.9, -70.5)])
def test_the_code_as_printed_leads_to_the_door(app: str, place: Location) -> None:
    lat, lon, datum = target(app, read_qr(qr_rows(navigation_uri(place, app))))
    back = to_wgs84(np.array([lat]), np.array([lon]), datum)
    assert great_circle_m(Location(float(back[0][0]), float(back[1][0])), place) < WRITTEN_TO_M


def test_apps_of_china_are_given_the_shifted_place() -> None:
    texts = {app: target(app, navigation_uri(BEIJING, app)) for app in NAVIGATION_APPS}
    for app, (lat, lon, _) in texts.items():
        off_m = great_circle_m(Location(lat, lon), BEIJING)
        assert (off_m > 300) == (app in {"amap", "baidu"})


def test_the_picture_is_a_png() -> None:
    assert qr_image("geo:1,2").startswith(b"\x89PNG")
