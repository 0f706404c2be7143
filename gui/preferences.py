"""What the window remembers between two mornings."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from planning.wording import LANGUAGES, preferred_language

SYSTEM, LIGHT, DARK = "system", "light", "dark"
TIME_LIMITS_S = (10, 30, 60, 300, 900)


class Preferences:
    """Typed values over one file of settings; what is missing or damaged has its default."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """Language on screen: a key of `planning.wording.LANGUAGES`."""
        value = str(self._settings.value("language", preferred_language()))
        return value if value in LANGUAGES else preferred_language()

    @language.setter
    def language(self, value: str) -> None:
        self._settings.setValue("language", value)

    @property
    def look(self) -> str:
        """``system``, ``light`` or ``dark``."""
        value = str(self._settings.value("look", SYSTEM))
        return value if value in {SYSTEM, LIGHT, DARK} else SYSTEM

    @look.setter
    def look(self, value: str) -> None:
        self._settings.setValue("look", value)

    @property
    def source(self) -> Path | None:
        """The data opened last, be they still there or not; None at first."""
        value = str(self._settings.value("source", ""))
        return Path(value) if value else None

    @source.setter
    def source(self, value: Path) -> None:
        self._settings.setValue("source", str(value))

    @property
    def export_folder(self) -> str:
        """Where plans were exported last; empty at first."""
        return str(self._settings.value("export_folder", ""))

    @export_folder.setter
    def export_folder(self, value: str) -> None:
        self._settings.setValue("export_folder", value)

    @property
    def time_limit_s(self) -> int:
        """How long routes are searched for."""
        value = str(self._settings.value("time_limit_s", "30"))
        return int(value) if value in map(str, TIME_LIMITS_S) else 30

    @time_limit_s.setter
    def time_limit_s(self, value: int) -> None:
        self._settings.setValue("time_limit_s", str(value))

    def layout(self, name: str) -> dict[str, Any]:
        """The layout of a table, as it gave it; empty at first."""
        value = self._settings.value(f"tables/{name}")
        return value if isinstance(value, dict) else {}

    def keep_layout(self, name: str, layout: dict[str, Any]) -> None:
        """Remember the layout of a table."""
        self._settings.setValue(f"tables/{name}", layout)

    def bytes_of(self, name: str) -> QByteArray:
        """The geometry or state of a window; empty at first."""
        value = self._settings.value(f"window/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        """Remember the geometry or state of a window."""
        self._settings.setValue(f"window/{name}", value)
