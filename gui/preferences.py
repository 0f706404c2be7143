"""What the window remembers between two mornings."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from planning.wording import LANGUAGES, preferred_language

SYSTEM, LIGHT, DARK = "system", "light", "dark"
TIME_LIMITS_S = (10, 30, 60, 300, 900)
MOST_RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentProject:
    """A project opened before, and what it is called."""

    path: Path
    title: str


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
    def project(self) -> Path | None:
        """The project or data opened last, be they still there or not; None at first."""
        # An older program remembered the data that were opened, of which there is a project now.
        value = str(self._settings.value("project", "") or self._settings.value("source", ""))
        return Path(value) if value else None

    @property
    def recent(self) -> tuple[RecentProject, ...]:
        """The projects opened last, the newest first."""
        try:
            known = json.loads(str(self._settings.value("recent", "[]")))
            found = [RecentProject(path=Path(str(p)), title=str(title)) for p, title in known]
        except (ValueError, TypeError):
            return ()
        return tuple(found[:MOST_RECENT])

    def remember_project(self, path: Path, title: str) -> None:
        """Remember a project that was opened."""
        self._settings.setValue("project", str(path))
        self._settings.remove("source")
        others = [project for project in self.recent if project.path != path]
        recent = [RecentProject(path=path, title=title), *others][:MOST_RECENT]
        pairs = [[str(project.path), project.title] for project in recent]
        self._settings.setValue("recent", json.dumps(pairs))
        self._settings.sync()

    def forget_project(self) -> None:
        """Open nothing by itself the next time; the project stays among those opened last."""
        self._settings.remove("project")
        self._settings.remove("source")

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
