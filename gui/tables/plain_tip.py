"""Tooltips that show any text as it is."""

import html


def plain_tip(text: str) -> str:
    """A tooltip of a text; nothing in it is taken for markup, and long lines are broken."""
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>' if text else ""
