import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.picture.polyline import decode_polyline, encode_polyline, encode_polylines

POINTS = st.lists(
    st.tuples(
        st.integers(-9_000_000, 9_000_000).map(lambda v: v / 1e5),
        st.integers(-18_000_000, 18_000_000).map(lambda v: v / 1e5),
    ),
    max_size=20,
)


def test_the_example_of_the_format_s_own_description() -> None:
    points = np.array([[38.5, -120.2], [40.7, -120.95], [43.252, -126.453]])
    assert encode_polyline(points) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


@given(POINTS)
def test_points_come_back(points: list[tuple[float, float]]) -> None:
    line = encode_polyline(np.array(points).reshape(-1, 2))
    assert [tuple(p) for p in decode_polyline(line).round(5).tolist()] == points


@given(st.lists(POINTS, max_size=6))
def test_many_lines_are_each_what_one_would_be(lines: list[list[tuple[float, float]]]) -> None:
    offsets = np.cumsum([0, *map(len, lines)])
    points = np.array([p for line in lines for p in line]).reshape(-1, 2)
    alone = [encode_polyline(np.array(line).reshape(-1, 2)) for line in lines]
    assert encode_polylines(points, offsets) == alone


@given(st.text(max_size=30))
def test_any_text_is_a_line_or_refused(text: str) -> None:
    try:
        points = decode_polyline(text)
    except ValueError:
        return
    assert np.abs(points).max(initial=0) <= 180


@pytest.mark.parametrize(
    "text",
    ["_p~iF", "_p~iF~ps|", "_p~iF~ps|U_", "<script>", "北京", "~~~~~~~~~~~~~~~~~?", "_gaao~F?"],
)
def test_damaged_lines_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="polyline"):
        decode_polyline(text)


def test_no_line_can_end_an_element_of_a_page() -> None:
    rng = np.random.default_rng(1)
    line = encode_polyline(rng.uniform(-80, 80, (20_000, 2)))
    assert set(line).isdisjoint("<>&'\"")
