"""Small PDFs, and what a person who copies their text gets."""

import io
import unicodedata

from pypdf import PdfReader

from planning.outputs.papers.pdf_layout import Paragraph, Row, Typesetter
from planning.outputs.papers.pdf_pages import WIDTH, Page, pdf_document


def one_page(text: str, setter: Typesetter) -> bytes:
    """A page with a text on it."""
    row = Row(cells=(setter.cell(0, WIDTH, Paragraph(text=text)),))
    return pdf_document([Page(title="", rows=(row,), foot=Row())], text, setter)


def extracted(content: bytes) -> str:
    """The text of all pages without blanks."""
    return "".join(squeezed(page) for page in page_texts(content))


def page_texts(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def squeezed(text: str) -> str:
    """A text without blanks, controls and marks that cannot be seen."""
    return "".join(c for c in text if unicodedata.category(c)[0] not in "CZ")
