"""Names like another, to offer where a name is not found."""

import difflib
from collections.abc import Iterable

from planning.reading.problems import shortened

_LIKENESS = 0.6
_OFFERED = 3


def near_names(name: str, names: Iterable[str]) -> list[str]:
    """The names most like another, the likest first; capitals and blanks make no difference."""
    folded: dict[str, str] = {}
    for candidate in names:
        folded.setdefault(_key(candidate), candidate)
    found = difflib.get_close_matches(_key(name), folded, n=_OFFERED, cutoff=_LIKENESS)
    return [shortened(folded[key]) for key in found]


def _key(name: str) -> str:
    return "".join(name.split()).replace("_", "").replace("-", "").casefold()[:200]
