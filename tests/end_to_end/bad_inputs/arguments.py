"""Arguments that make no sense."""

from tests.end_to_end.bad_inputs.case import Case, Prepare


def _plan(*arguments: object) -> Prepare:
    return lambda bed: ("plan", bed.data, "--roads", "x", "--out", bed.out, *arguments)


CASES = [
    Case(
        name="a negative time limit", prepare=_plan("--time-limit", "-5"),
        code="argument.refused", column="--time-limit",
    ),
    Case(
        name="a time limit of nothing", prepare=_plan("--time-limit", "0"),
        code="argument.refused", column="--time-limit",
    ),
    Case(
        name="an endless time limit", prepare=_plan("--time-limit", "inf"),
        code="argument.refused", column="--time-limit",
    ),
    Case(
        name="a time limit in words", prepare=_plan("--time-limit", "soon"),
        code="argument.no_number", column="--time-limit",
    ),
    Case(
        name="no job at all",
        prepare=_plan("--jobs", "0"),
        code="argument.refused", column="--jobs",
    ),
    Case(
        name="half a seed", prepare=_plan("--seed", "1.5"),
        code="argument.no_number", column="--seed",
    ),
    Case(
        name="a date the other way round", prepare=_plan("--date", "20/11/2026"),
        code="argument.refused", column="--date",
    ),
    Case(
        name="a day that does not exist", prepare=_plan("--date", "2026-02-30"),
        code="argument.refused", column="--date",
    ),
    Case(
        name="a seed without a value", prepare=_plan("--seed"),
        code="argument.without_value", column="--seed",
    ),
    Case(
        name="no roads for a plan", prepare=lambda bed: ("plan", bed.data, "--out", bed.out),
        code="argument.missing", column="--roads",
    ),
    Case(
        name="no source", prepare=lambda _: ("validate",), code="argument.missing", column="SOURCE",
    ),
    Case(
        name="an argument that does not exist", prepare=_plan("--fast"),
        code="argument.unknown", column="--fast",
    ),
    Case(
        name="a command that does not exist", prepare=lambda _: ("fly",),
        code="argument.not_a_choice", column="COMMAND",
    ),
    Case(
        name="a language that is not spoken", prepare=_plan("--language", "tlh"),
        code="argument.not_a_choice", column="--language",
    ),
]  # fmt: skip
