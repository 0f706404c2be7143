"""The plan answers these data: same content, same money, same clock."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, found
from domain.plan import Plan

SHOWN_CHARACTERS = 12


def dataset(facts: Facts, plan: Plan) -> Iterator[Finding]:
    """The plan names the fingerprint of the dataset it is checked against."""
    named, real = plan.origin.dataset_fingerprint, facts.dataset.fingerprint
    if named != real:
        yield found("plan", 1, named=named[:SHOWN_CHARACTERS], real=real[:SHOWN_CHARACTERS])


def currency(facts: Facts, plan: Plan) -> Iterator[Finding]:
    """The plan counts in the currency of the dataset."""
    real = facts.dataset.settings.currency
    if plan.currency != real:
        yield found("plan", 1, named=plan.currency, real=real)


def timezone(facts: Facts, plan: Plan) -> Iterator[Finding]:
    """The plan's clock is that of the warehouses."""
    if plan.timezone != facts.dataset.timezone:
        yield found("plan", 1, named=plan.timezone, real=facts.dataset.timezone)
