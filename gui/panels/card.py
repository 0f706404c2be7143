"""What is known of one thing, as texts that a panel only places."""

from collections.abc import Iterable
from dataclasses import dataclass

from gui.session import Selection
from gui.tables.column import Tone

Fact = tuple[str, str]
"""What a fact is about, and what it is."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something else to look at."""

    text: str
    selection: Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of one thing.

    Attributes
    ----------
    kind, name
        What sort of thing it is, and which.
    state, tone
        How it stands with it, in a few words.
    why, can_do
        Why it is so, and what one can do; whole sentences.
    """

    kind: str
    name: str
    state: str = ""
    tone: Tone = Tone.PLAIN
    facts: tuple[Fact, ...] = ()
    why: tuple[str, ...] = ()
    can_do: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def known(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts of which something is known."""
    return tuple(fact for fact in facts if fact[1])
