"""Why a cell is not read."""

from domain.message import Message, Parameter, message


class CellRefused(ValueError):
    """A cell that cannot be read as what its column holds; carries the reason to render."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.code)
        self.reason = reason


def refused(code: str, /, **parameters: Parameter) -> CellRefused:
    """A refusal with its reason."""
    return CellRefused(message(code, **parameters))
