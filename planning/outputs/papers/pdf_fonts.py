"""The fonts of the papers, found on the computer, so that every sign of any name shows.

A PDF can embed fonts with TrueType outlines alone. Each sign is taken from the first font that
has it; one that no font has shows as a box.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

_BOX = "□"
_CID_FONT = "STSong-Light"
_SUPPLIED = Path(reportlab.__file__).parent / "fonts"

_LATIN = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("Verdana.ttf", "Verdana Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),
)
"""Files of a font and its bold, the best for paper first; the last comes with reportlab."""

_CHINESE = (
    ("msyh.ttc", "msyhbd.ttc"),
    ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"),
    ("wqy-microhei.ttc", ""),
    ("wqy-zenhei.ttc", ""),
    ("Deng.ttf", "Dengb.ttf"),
    ("simhei.ttf", ""),
    ("DroidSansFallbackFull.ttf", ""),
    ("DroidSansFallback.ttf", ""),
    ("Arial Unicode.ttf", ""),
    ("simsun.ttc", ""),
    ("uming.ttc", ""),
)
"""The same for Chinese; empty where there is no bold."""


class Font(Protocol):
    """A font known to reportlab."""

    @property
    def name(self) -> str:
        """Its name there."""

    @property
    def is_thin(self) -> bool:
        """Whether it stands in for a bold font, and is to be drawn with a stroke around."""

    def width_em(self, sign: str) -> float | None:
        """Width of a sign in units of the font's size; None where the font lacks it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Signs of one font."""

    font: str
    is_thin: bool
    text: str
    width_em: float


class Typeface:
    """One weight: the fonts in which its signs are looked for, in turn."""

    def __init__(self, fonts: Sequence[Font]) -> None:
        self._fonts = fonts
        self._found: dict[str, tuple[Font, str, float]] = {}

    def width_em(self, text: str) -> float:
        """Width of a text in units of the font's size."""
        return sum(self._sign(sign)[2] for sign in text)

    def runs(self, text: str) -> Iterator[Run]:
        """A text cut where its font changes."""
        signs = (self._sign(sign) for sign in text)
        for font, run in groupby(signs, key=lambda sign: sign[0]):
            shown, widths = zip(*((sign, width) for _, sign, width in run), strict=True)
            yield Run(font.name, font.is_thin, "".join(shown), sum(widths))

    def _sign(self, sign: str) -> tuple[Font, str, float]:
        """The font a sign is drawn in, the sign to draw and its width."""
        found = self._found.get(sign)
        if found is None:
            found = self._found[sign] = self._look_up(sign)
        return found

    def _look_up(self, sign: str) -> tuple[Font, str, float]:
        # reportlab cannot say which text a sign beyond 16 bits is, and so spoils its whole font.
        if len(sign.encode("utf-16-le")) > 2:
            return self._look_up(_BOX)
        for font in self._fonts:
            width_em = font.width_em(sign)
            if width_em is not None:
                return font, sign, width_em
        # The font's own box for what it lacks, which is still the sign to whoever copies it.
        first = self._fonts[0]
        return first, sign, first.width_em(_BOX) or 0.6


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The weights of the papers."""

    regular: Typeface
    bold: Typeface


@cache
def paper_typefaces() -> Typefaces:
    """The fonts of this computer, looked for once."""
    return find_typefaces(font_folders())


def find_typefaces(folders: Iterable[Path]) -> Typefaces:
    """The best fonts for Latin and Chinese in some folders; reportlab's where there are none."""
    files = _font_files((*folders, _SUPPLIED))
    latin, latin_bold = next(_pairs(_LATIN, files))
    chinese = next(_pairs(_CHINESE, files), None) or _named_pair(_CID_FONT)
    return Typefaces(regular=Typeface((latin, chinese[0])), bold=Typeface((latin_bold, chinese[1])))


def font_folders() -> Iterator[Path]:
    """Where this system keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield home / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
        yield home / "Library" / "Fonts"
    else:
        yield from (home / ".fonts", home / ".local" / "share" / "fonts")
        yield from (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


@dataclass(frozen=True, slots=True)
class _TrueTypeFont:
    """A font with TrueType outlines, which goes into the PDF."""

    name: str
    is_thin: bool
    face: Any

    def width_em(self, sign: str) -> float | None:
        code = ord(sign)
        if not self.face.charToGlyph.get(code):
            return None
        width: float = self.face.charWidths.get(code, self.face.defaultWidth)
        return width / 1_000


@dataclass(frozen=True, slots=True)
class _CidFont:
    """Adobe's Chinese font, which a PDF may name without holding it."""

    name: str
    is_thin: bool

    def width_em(self, sign: str) -> float | None:
        try:
            is_known = len(sign.encode("gbk")) > 1
        except UnicodeEncodeError:
            return None
        width: float = pdfmetrics.stringWidth(sign, self.name, 1)
        return width if is_known else None


def _font_files(folders: Iterable[Path]) -> dict[str, Path]:
    """Font files by name in small letters; of two the one in the earlier folder."""
    files: dict[str, Path] = {}
    for folder in folders:
        # Folders that cannot be read have no fonts for us.
        for place, _, names in os.walk(folder):
            for name in names:
                files.setdefault(name.casefold(), Path(place) / name)
    return files


def _pairs(
    wanted: Iterable[tuple[str, str]], files: Mapping[str, Path]
) -> Iterator[tuple[Font, Font]]:
    """Each font that is there and can be embedded, with its bold or itself drawn thicker."""
    for regular, bold in wanted:
        font = _registered(files.get(regular.casefold()))
        if font is not None:
            yield font, _registered(files.get(bold.casefold())) or replace(font, is_thin=True)


def _registered(file: Path | None) -> _TrueTypeFont | None:
    """A font made known to reportlab; None where there is none that can be embedded."""
    if file is None:
        return None
    try:
        font = TTFont(file.stem, str(file), subfontIndex=0)
    except (TTFError, OSError):
        return None
    pdfmetrics.registerFont(font)
    return _TrueTypeFont(file.stem, False, font.face)


def _named_pair(name: str) -> tuple[Font, Font]:
    """A font that readers have themselves, and the same drawn thicker."""
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return _CidFont(name, False), _CidFont(name, True)
