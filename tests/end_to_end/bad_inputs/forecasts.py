"""Forecasts that cannot be made, or not be judged."""

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare


def _of(command: str, *arguments: object) -> Prepare:
    """A command on the small dataset, which has three days of history."""
    return lambda bed: ("forecast", command, bed.data, *arguments)


def _without_history(command: str, *arguments: object) -> Prepare:
    def prepare(bed: Bed) -> tuple[object, ...]:
        del bed.tables["demand_history"]
        return "forecast", command, bed.data, *arguments

    return prepare


def _run_into(name: str) -> Prepare:
    return lambda bed: ("forecast", "run", bed.data, "--out", bed.folder / name)


CASES = [
    Case(
        name="a forecast of nothing known",
        prepare=lambda bed: (*_without_history("run")(bed), "--out", bed.folder / "f.csv"),
        code="forecast.no_history", file="demand_history",
    ),
    Case(
        name="a backtest of nothing known", prepare=_without_history("backtest"),
        code="forecast.no_history", file="demand_history",
    ),
    Case(
        name="settings tuned on nothing", prepare=_without_history("tune"),
        code="forecast.no_history", file="demand_history",
    ),
    Case(
        name="a forecast as a document", prepare=_run_into("forecast.docx"),
        code="forecast.unknown_kind", column="--out",
    ),
    Case(
        name="a backtest of three days", prepare=_of("backtest"),
        code="forecast.backtest_short",
    ),
    Case(
        name="settings tuned on three days", prepare=_of("tune", "--time-limit", "1"),
        code="forecast.tune_short",
    ),
    Case(
        name="a forecast of no days", prepare=_of("backtest", "--horizon", "0"),
        code="argument.refused", column="--horizon",
    ),
    Case(
        name="a model nobody knows", prepare=_of("backtest", "--models", "oracle"),
        code="argument.refused", column="--models",
    ),
]  # fmt: skip
