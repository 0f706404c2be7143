"""Icons of one font, in the colours of the window."""

from PySide6.QtGui import QIcon

from gui.theme import Colours


def icon(name: str, look: Colours, *, colour: str = "") -> QIcon:
    """An icon by its name; the accent colour where it is on."""
    import qtawesome

    made: QIcon = qtawesome.icon(
        name,
        color=colour or look.text,
        color_disabled=look.line,
        color_on=look.accent,
    )
    return made
