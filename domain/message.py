"""Text as a code with parameters, so that it can be said in any language.

Engines, readers and the checker never write sentences: they name a code and its parameters, and
the catalogue in ``resources/`` turns both into English or Chinese where a person reads them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Parameter = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence, not yet in any language.

    Parameters
    ----------
    code
        Key in the catalogue, such as ``order.too_heavy``.
    parameters
        Values for the named places of the sentence.
    """

    code: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Parameter:
        return self.parameters[name]


def message(code: str, /, **parameters: Parameter) -> Message:
    """A message with its parameters given by name."""
    return Message(code, parameters)


class Severity(StrEnum):
    """Whether a problem stops the plan (`ERROR`) or is only worth knowing (`WARNING`)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in the data, located so that a person can mend it.

    Parameters
    ----------
    message
        What is wrong; the catalogue holds the remedy under the same code with ``.remedy`` behind.
    severity
        Error or warning.
    file
        Name of the file, relative to the dataset.
    sheet
        Sheet of a workbook; empty otherwise.
    row
        Row as the person sees it in a spreadsheet, the header being row 1; 0 for a whole table.
    column
        Name of the column; empty for a whole row.
    value
        The text found there, shortened.
    """

    message: Message
    severity: Severity = Severity.ERROR
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""

    @property
    def code(self) -> str:
        """Code of the message."""
        return self.message.code
