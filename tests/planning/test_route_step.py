"""Workers shared out among the parts of a day."""

from hypothesis import given
from hypothesis import strategies as st

from planning.route_step import share_out


def test_one_part_has_all_workers() -> None:
    assert share_out(2, [40]) == [2]


def test_as_many_parts_as_workers_have_one_each() -> None:
    assert share_out(3, [5, 900, 40]) == [1, 1, 1]


def test_more_parts_than_workers_have_one_each() -> None:
    assert share_out(2, [5, 900, 40]) == [1, 1, 1]


def test_spare_workers_go_where_most_is_to_be_done() -> None:
    assert share_out(4, [900, 100]) == [3, 1]
    assert share_out(4, [500, 500]) == [2, 2]


def test_no_parts_have_nothing() -> None:
    assert share_out(2, []) == []


@given(workers=st.integers(1, 40), sizes=st.lists(st.integers(1, 9_000), min_size=1, max_size=20))
def test_every_worker_is_given_away_once(workers: int, sizes: list[int]) -> None:
    shares = share_out(workers, sizes)
    assert min(shares) >= 1
    assert sum(shares) == max(workers, len(sizes))
