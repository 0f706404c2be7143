import datetime
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.outputs.svg_chart import Band, Line, Mark, draw_chart
from tests.hostile_texts import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
FIRST = datetime.date(2026, 1, 5)


def days(count: int) -> list[datetime.date]:
    return [FIRST + datetime.timedelta(days=day) for day in range(count)]


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture).iter(f"{SVG}text")]


def ticks(picture: str) -> list[str]:
    marked = [e for e in ET.fromstring(picture).iter(f"{SVG}text") if e.get("class") == "tick"]
    return [element.text or "" for element in marked]


def places(picture: str) -> list[tuple[float, float]]:
    """Every point that lines and bands go through."""
    found = re.findall(r"(-?[\d.]+),(-?[\d.]+)", " ".join(re.findall(r' d="([^"]*)"', picture)))
    return [(float(x), float(y)) for x, y in found]


def test_lines_bands_and_marks_are_named() -> None:
    picture = draw_chart(
        "Milk",
        days(30),
        (Line(name="Sold", values=np.arange(30.0)),),
        (Band(name="80 of 100 days", low=np.zeros(30), high=np.full(30, 40.0)),),
        marks=(Mark(name="Today", date=FIRST), Mark(name="Not shown", date=datetime.date.min)),
    )
    assert {"Milk", "Sold", "80 of 100 days", "Today", "0", "40"} <= set(texts(picture))
    assert "Not shown" not in picture


@pytest.mark.parametrize(
    ("count", "first", "last"),
    [
        (5, "01-05", "01-09"),
        (60, "01-05", "03-02"),
        (200, "02-01", "07-01"),
        (900, "04-01", "04-01"),
    ],
)
def test_there_is_room_for_every_date(count: int, first: str, last: str) -> None:
    picture = draw_chart("x", days(count), (Line(name="y", values=np.ones(count)),))
    dates = [text for text in ticks(picture) if re.fullmatch(r"\d\d-\d\d", text)]
    assert (dates[0], dates[-1]) == (first, last)
    assert 2 <= len(dates) <= 13
    assert "2026" in ticks(picture)


def test_a_line_is_broken_where_there_is_no_figure() -> None:
    values = [1, 2, np.nan, 4, np.nan, 6, np.inf]
    picture = draw_chart("x", days(7), (Line(name="y", values=values, dashed=True),))
    drawn = [path for path in re.findall(r'd="([^"]*)"', picture) if "," in path or "h0" in path]
    assert [path.count("M") for path in drawn] == [1, 2]
    assert picture.count('stroke-dasharray="5 3"') == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_text(name: str) -> None:
    text = HOSTILE[name]
    picture = draw_chart(
        text,
        days(3),
        (Line(name=text, values=[1, 2, 3], colour='"><script>'),),
        (Band(name=text, low=[1, 1, 1], high=[2, 2, 2]),),
        marks=(Mark(name=text, date=FIRST),),
    )
    kinds = {element.tag.removeprefix(SVG) for element in ET.fromstring(picture).iter()}
    assert kinds <= {"svg", "title", "style", "rect", "path", "text"}


@given(st.lists(st.floats(-1e15, 1e15) | st.just(float("nan")), min_size=1, max_size=40))
def test_everything_is_drawn_inside(values: list[float]) -> None:
    picture = draw_chart(
        "x",
        days(len(values)),
        (Line(name="y", values=values),),
        (Band(name="z", low=np.array(values) - 1, high=np.array(values) + 1),),
        size=(400, 200),
    )
    assert "nan" not in picture
    assert all(0 <= x <= 400 and 0 <= y <= 200 for x, y in places(picture))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_day_is_no_trouble(count: int) -> None:
    picture = draw_chart("x", days(count), (Line(name="y", values=np.zeros(count)),))
    ET.fromstring(picture)


def test_figures_must_be_as_many_as_days() -> None:
    with pytest.raises(ValueError, match="per day"):
        draw_chart("x", days(3), (Line(name="y", values=[1, 2]),))
