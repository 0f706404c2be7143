"""What a command prints: sentences for a person, or one JSON object for a program."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from domain.message import Message, Parameter, Problem, Severity
from domain.progress import Progress
from planning.wording import Wording

MAX_PROBLEMS_SHOWN = 50

_NOTE_INTERVAL_S = 2.0


class Console:
    """Prints to standard output; progress goes to standard error.

    Parameters
    ----------
    wording
        The language sentences are rendered in.
    as_json
        Print exactly one JSON object, by `finish`, and no sentences.
    """

    def __init__(self, wording: Wording, *, as_json: bool) -> None:
        self.wording = wording
        self.as_json = as_json
        self._announced: set[str] = set()
        self._next_note_s = 0.0

    def say(self, code: str, /, **parameters: Parameter) -> None:
        """Print a sentence, unless JSON is asked for."""
        self.print(self.wording.text(code, parameters))

    def tell(self, message: Message) -> None:
        """Print a message's sentence, unless JSON is asked for."""
        self.print(self.wording.say(message))

    def print(self, text: str) -> None:
        """Print a text, unless JSON is asked for."""
        if not self.as_json:
            print(one_line(text), flush=True)

    def finish(self, result: Mapping[str, Any]) -> None:
        """Print the command's JSON object, if JSON is asked for."""
        if self.as_json:
            print(json.dumps(result, ensure_ascii=False, sort_keys=True, allow_nan=False))

    def progress(self, progress: Progress) -> None:
        """Name each step once, when it begins; say how it goes every few seconds."""
        if progress.step not in self._announced:
            self._announced.add(progress.step)
            self._note(self.wording.text(progress.step))
        elif progress.note is not None and time.monotonic() >= self._next_note_s:
            self._next_note_s = time.monotonic() + _NOTE_INTERVAL_S
            self._note(self.wording.say(progress.note))

    def problems(self, problems: Sequence[Problem]) -> None:
        """Print problems with their place and remedy, errors first."""
        ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
        for problem in ordered[:MAX_PROBLEMS_SHOWN]:
            self.print(f"  {self._place(problem)}: {self.wording.say(problem.message)}")
            remedy = self.wording.remedy(problem)
            if remedy:
                self.print(f"      {remedy}")
        if len(ordered) > MAX_PROBLEMS_SHOWN:
            self.say("problems.more", count=len(ordered) - MAX_PROBLEMS_SHOWN)

    def problem_rows(self, problems: Sequence[Problem]) -> list[dict[str, Any]]:
        """Problems as JSON objects."""
        return [
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "file": problem.file,
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "message": self.wording.say(problem.message),
                "remedy": self.wording.remedy(problem),
            }
            for problem in problems
        ]

    def _place(self, problem: Problem) -> str:
        parts = [self.wording.text(f"severity.{problem.severity.value}"), problem.file]
        parts.append(problem.sheet)
        if problem.row:
            parts.append(self.wording.text("place.row", {"row": problem.row}))
        parts.append(problem.column)
        if problem.value:
            parts.append(f"“{problem.value}”")
        return ", ".join(part for part in parts if part)

    def _note(self, text: str) -> None:
        print(one_line(text), file=sys.stderr, flush=True)


def one_line(text: str) -> str:
    """A text without control characters, so that data cannot steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
