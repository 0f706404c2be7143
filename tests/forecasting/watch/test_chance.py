import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from forecasting.watch.chance import LEAST_PAST, alert_limit, chance_of, usual_range

CHANCES = arrays(np.float64, st.integers(1, 60), elements=st.floats(1e-12, 1))
FIGURES = arrays(np.float64, st.integers(LEAST_PAST, 300), elements=st.floats(-50, 50))


@given(CHANCES, st.floats(0.01, 0.5))
def test_the_limit_keeps_the_rule_of_benjamini_and_hochberg(
    chances: np.ndarray, share: float
) -> None:
    limit = alert_limit(chances, share)
    found = int((chances <= limit).sum())
    assert limit <= share * found / len(chances) + 1e-15
    worse = np.sort(chances[chances > limit])
    for more, chance in enumerate(worse, start=found + 1):
        assert chance > share * more / len(chances)


def test_chances_that_are_even_raise_no_alert() -> None:
    assert alert_limit(np.linspace(0.01, 1, 100), 0.2) < 0.01
    assert alert_limit(np.zeros(0), 0.2) == 0


@given(FIGURES, arrays(np.float64, 20, elements=st.floats(-100, 1000)))
def test_a_larger_figure_is_no_likelier(past: np.ndarray, figures: np.ndarray) -> None:
    usual = usual_range(past)
    assert usual is not None
    chances = usual.chance(np.sort(figures))
    assert (chances > 0).all()
    assert (chances <= 1).all()
    assert (np.diff(chances) <= 1e-2).all()


def test_the_tail_goes_on_where_the_past_ends() -> None:
    past = np.random.default_rng(1).exponential(1, 5000)
    usual = usual_range(past)
    assert usual is not None
    for chance in (1e-2, 1e-4, 1e-6):
        found = float(usual.chance(np.array([-np.log(chance)]))[0])
        assert abs(np.log10(found / chance)) < 1.2


def test_too_little_past_says_nothing_is_unusual() -> None:
    figures = np.array([1.0, 1e6])
    assert chance_of(figures, []).tolist() == [1, 1]
    assert chance_of(figures, [np.ones(LEAST_PAST - 1)]).tolist() == [1, 1]
