import numpy as np

from forecasting.series_classes import classes_of


def test_classes_by_sales_and_by_variation() -> None:
    week = np.full(70, 100.0)
    units = np.stack([week, week * 0.15, week * 0.05, np.where(np.arange(70) < 7, 70.0, 0.0)])
    classes = classes_of(
        units.astype(np.float32), np.ones(units.shape, np.bool_), np.array([1, 1, 1, 0.001])
    )
    assert classes.abc == ("A", "B", "C", "C")
    assert classes.xyz == ("X", "X", "X", "Z")


def test_missing_days_are_not_taken_for_variation() -> None:
    units = np.full((1, 70), 10, np.float32)
    seen = np.ones(units.shape, np.bool_)
    seen[0, 3:6], seen[0, 21:28] = False, False
    (letter,) = classes_of(np.where(seen, units, 0), seen, np.ones(1)).xyz
    assert letter == "X"


def test_every_series_is_in_one_class_of_each_kind() -> None:
    units = np.random.default_rng(0).poisson(3, (40, 91)).astype(np.float32)
    classes = classes_of(units, np.ones(units.shape, np.bool_), np.ones(40))
    rows = classes.rows_by_label()
    for labels in ("ABC", "XYZ"):
        found = np.concatenate([rows[label] for label in labels if label in rows])
        assert sorted(found.tolist()) == list(range(40))


def test_a_history_of_some_days_has_classes_too() -> None:
    units = np.ones((2, 3), np.float32)
    classes = classes_of(units, np.ones(units.shape, np.bool_), np.ones(2))
    assert classes.abc == ("A", "A")
    assert classes.xyz == ("Z", "Z")
