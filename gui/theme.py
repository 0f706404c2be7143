"""The colours of the window, light and dark, and the look they give to Qt's own widgets."""

from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Colours by what they are for, as ``#RRGGBB``."""

    is_dark: bool
    window: str
    panel: str
    raised: str
    text: str
    secondary: str
    line: str
    accent: str
    on_accent: str
    good: str
    warning: str
    bad: str


LIGHT = Colours(
    is_dark=False,
    window="#F6F7F9",
    panel="#FFFFFF",
    raised="#EEF1F5",
    text="#1B1F24",
    secondary="#5A6572",
    line="#D5DBE3",
    accent="#1F6FEB",
    on_accent="#FFFFFF",
    good="#1A7F4B",
    warning="#B25E00",
    bad="#C0362C",
)
DARK = Colours(
    is_dark=True,
    window="#16191D",
    panel="#1D2126",
    raised="#262B32",
    text="#E6EAEF",
    secondary="#9AA6B2",
    line="#353C45",
    accent="#4C9AFF",
    on_accent="#0B1A2E",
    good="#4CC38A",
    warning="#FFB454",
    bad="#FF7A6E",
)

ROUTE_COLOURS = (
    *("#0072B2", "#E69F00", "#009E73", "#CC79A7"),
    *("#56B4E9", "#D55E00", "#8C6BB1", "#6B7A00"),
)
"""Hues that are told apart also by the colour-blind (Okabe and Ito, 2008), in the order of routes;
from the ninth route on they come again, dashed."""


def colours(*, dark: bool) -> Colours:
    """The colours of one of the two looks."""
    return DARK if dark else LIGHT


def route_colour(index: int) -> QColor:
    """Colour of a route by its place in the plan, counted from 0."""
    return QColor(ROUTE_COLOURS[index % len(ROUTE_COLOURS)])


def is_dashed(index: int) -> bool:
    """Whether a route is drawn dashed, because its hue was used before."""
    return (index // len(ROUTE_COLOURS)) % 2 == 1


def text_on(colour: QColor) -> QColor:
    """Black or white, whichever reads better on a colour."""
    shares = (
        channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (colour.redF(), colour.greenF(), colour.blueF())
    )
    luminance = sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), shares, strict=True))
    return QColor("#FFFFFF") if luminance < 0.18 else QColor("#000000")


def system_is_dark() -> bool:
    """Whether the system asks for dark colours."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply_theme(app: QApplication, look: Colours) -> None:
    """Give Qt's own widgets the colours of a look."""
    app.setStyle("Fusion")
    app.setPalette(_palette(look))
    folder = Path(str(resources.files("resources"))) / "gui"
    sheet = (folder / "app.qss").read_text(encoding="utf-8")
    names = {field.name: getattr(look, field.name) for field in fields(look)}
    names["arrow"] = (folder / f"arrow_{'dark' if look.is_dark else 'light'}.svg").as_posix()
    app.setStyleSheet(Template(sheet).substitute(names))


def _palette(look: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in (
        (role.Window, look.window),
        (role.Base, look.panel),
        (role.AlternateBase, look.window),
        (role.Button, look.raised),
        (role.ToolTipBase, look.raised),
        (role.WindowText, look.text),
        (role.Text, look.text),
        (role.ButtonText, look.text),
        (role.ToolTipText, look.text),
        (role.PlaceholderText, look.secondary),
        (role.Highlight, look.accent),
        (role.HighlightedText, look.on_accent),
        (role.Link, look.accent),
        (role.Mid, look.line),
        (role.Dark, look.line),
        (role.Light, look.panel),
    ):
        palette.setColor(target, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, target, QColor(look.secondary))
    return palette
