"""Reports as one page that needs nothing but itself.

All texts pass through `shown`, so that no name of a place or an item becomes part of the page.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from planning.outputs.file_names import printable_text
from planning.wording import LANGUAGES, Wording

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root { color-scheme: light; }
body { margin: 0; background: #F6F7F9; color: #1B1F24; line-height: 1.45;
  font: 14px/1.45 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif; }
main { max-width: 1160px; margin: 0 auto; padding: 28px 24px 48px; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 16px; margin: 36px 0 6px; }
p { margin: 0 0 10px; max-width: 78ch; }
.quiet { color: #5A6572; }
.told { font-size: 16px; margin: 14px 0 18px; }
.wide { overflow-x: auto; padding-bottom: 1px; }
.wide + p { margin-top: 8px; }
table { border-collapse: collapse; background: #FFFFFF; border: 1px solid #D5DBE3;
  font-variant-numeric: tabular-nums; }
th, td { padding: 6px 12px; text-align: right; border-bottom: 1px solid #EEF1F5; }
td { white-space: nowrap; }
th { vertical-align: bottom; font-weight: 600; color: #5A6572; border-bottom-color: #D5DBE3; }
.t1 :is(th, td):nth-child(-n+1), .t3 :is(th, td):nth-child(-n+3) { text-align: left; }
.leader td { font-weight: 600; background: #EAF1FD; }
.pictures { display: grid; gap: 16px;
  grid-template-columns: repeat(auto-fill, minmax(520px, 1fr)); }
svg { width: 100%; height: auto; border: 1px solid #D5DBE3; border-radius: 4px; display: block; }
.one { max-width: 760px; margin-top: 12px; }
@media print { body { background: none; } h2 { break-after: avoid; } svg { break-inside: avoid; } }
"""


def html_page(title: str, body: Iterable[str], wording: Wording) -> str:
    """The page as HTML.

    Parameters
    ----------
    title
        Text of the title and the first heading.
    body
        HTML below that heading.
    """
    language = LANGUAGES[wording.language].replace("_", "-")
    parts = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{shown(title)}</title><style>{_STYLE}</style></head>",
        f"<body><main><h1>{shown(title)}</h1>",
        *body,
        "</main></body></html>",
    )
    return "\n".join(parts) + "\n"


def html_table(
    table: Sequence[Sequence[str]], *, left: int = 1, leading: int = -1
) -> Iterator[str]:
    """A table as HTML, a row at a time.

    Parameters
    ----------
    table
        Texts of the cells, the header first.
    left
        How many columns, from the first on, are texts and not figures: 1 or 3.
    leading
        The row below the header that is pointed out; none where negative.
    """
    header, *rows = table
    yield f'<div class="wide"><table class="t{left}"><thead>{_row(header, "th")}</thead><tbody>'
    for number, row in enumerate(rows):
        yield _row(row, "td", ' class="leader"' if number == leading else "")
    yield "</tbody></table></div>"


def shown(text: str) -> str:
    """A text as it may stand in a page."""
    return escape(printable_text(text))


def _row(cells: Iterable[str], tag: str, style: str = "") -> str:
    return f"<tr{style}>" + "".join(f"<{tag}>{shown(cell)}</{tag}>" for cell in cells) + "</tr>"
