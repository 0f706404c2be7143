"""All parsers that are fed, by name."""

from tests.torture.fuzz import binary_targets, company_targets, text_targets
from tests.torture.fuzz.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for targets in (text_targets, company_targets, binary_targets)
    for target in targets.TARGETS
}
