"""Text that any file format can hold."""

import re

# What XML 1.0 cannot hold: controls but tab and line ends, halves of surrogate pairs, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """A text without the characters that make XML, and so a workbook, unreadable."""
    return _UNFIT.sub("", text)
