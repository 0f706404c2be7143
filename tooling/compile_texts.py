"""Compile the catalogues of resources/locale: each ``wayloom.po`` into a ``wayloom.mo`` beside it.

The same texts always make the same bytes, so that a compiled catalogue can be kept under version
control and compared.
"""

import datetime
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_NO_DATE = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

LOCALES = Path(__file__).parents[1] / "resources" / "locale"


def catalogues() -> list[Path]:
    """The files that hold the texts, one per language."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/wayloom.po"))


def compiled(catalogue: Path) -> bytes:
    """A catalogue in the form that gettext reads."""
    with catalogue.open("rb") as file:
        texts = read_po(file, locale=catalogue.parts[-3])
    texts.creation_date = texts.revision_date = _NO_DATE
    made = io.BytesIO()
    write_mo(made, texts)
    return made.getvalue()


if __name__ == "__main__":
    for catalogue in catalogues():
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
