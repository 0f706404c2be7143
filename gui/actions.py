"""Every action of the window, declared once: menus, toolbar, shortcuts and palette read this table.

An action is called by its name: ``MainWindow`` (or what it delegates to) has a slot of that name.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

CONTEXT = "Actions"


class Need(Enum):
    """What there must be for an action to make sense."""

    NOTHING = auto()
    DATA = auto()
    PLAN = auto()
    WORK = auto()
    """Something is at work in the background."""
    IDLE_DATA = auto()
    """Usable data, and nothing at work."""
    SELECTION = auto()
    PROJECT = auto()
    """A project is open."""
    EDIT = auto()
    """A project is open and may be edited."""
    UNDO = auto()
    REDO = auto()


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a planner can do.

    Attributes
    ----------
    name
        Name of the action and of the slot that does it.
    text
        What it is called, in English; PySide6 gives texts marked for translation no type.
    icon
        Name of the icon in its font; empty for none.
    shortcut
        Keys, in Qt's portable form.
    tip
        One sentence on what it does.
    checkable
        Whether it is on or off.
    also
        Other keys that do the same.
    """

    name: str
    text: Any
    icon: str = ""
    shortcut: str = ""
    need: Need = Need.NOTHING
    tip: Any = ""
    checkable: bool = False
    also: str = ""


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "new_from_data",
        QT_TRANSLATE_NOOP("Actions", "New from data..."),
        "mdi6.database-import-outline",
        "Ctrl+N",
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Make a project of your company's own tables, whatever they are called"
        ),
    ),
    ActionSpec(
        "import_into",
        QT_TRANSLATE_NOOP("Actions", "Import into this project..."),
        "mdi6.table-arrow-left",
        "Ctrl+Shift+I",
        Need.EDIT,
        tip=QT_TRANSLATE_NOOP("Actions", "Take tables of your own into the project; undo works"),
    ),
    ActionSpec(
        "open_project",
        QT_TRANSLATE_NOOP("Actions", "Open project..."),
        "mdi6.folder-star-outline",
        "Ctrl+Alt+O",
        tip=QT_TRANSLATE_NOOP("Actions", "Open a project of Wayloom"),
    ),
    ActionSpec(
        "open_folder",
        QT_TRANSLATE_NOOP("Actions", "Open data folder..."),
        "mdi6.folder-open-outline",
        "Ctrl+O",
        tip=QT_TRANSLATE_NOOP("Actions", "Open a folder of CSV or Parquet tables"),
    ),
    ActionSpec(
        "open_workbook",
        QT_TRANSLATE_NOOP("Actions", "Open workbook..."),
        "mdi6.table",
        "Ctrl+Shift+O",
        tip=QT_TRANSLATE_NOOP("Actions", "Open an XLSX workbook with a sheet per table"),
    ),
    ActionSpec(
        "open_sample",
        QT_TRANSLATE_NOOP("Actions", "Open the sample day"),
        "mdi6.map-marker-radius-outline",
        tip=QT_TRANSLATE_NOOP("Actions", "Open the built-in day in a made-up city"),
    ),
    ActionSpec(
        "reload",
        QT_TRANSLATE_NOOP("Actions", "Read the data again"),
        "mdi6.refresh",
        "F5",
        Need.DATA,
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Read the tables again from where they came; undo brings yours back"
        ),
    ),
    ActionSpec(
        "save_copy",
        QT_TRANSLATE_NOOP("Actions", "Save a copy as..."),
        "mdi6.content-save-outline",
        "Ctrl+Shift+S",
        Need.PROJECT,
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Write the whole project under another name; it is kept here as you edit it"
        ),
    ),
    ActionSpec(
        "close_project",
        QT_TRANSLATE_NOOP("Actions", "Close"),
        "mdi6.close-box-outline",
        "Ctrl+W",
        Need.DATA,
        tip=QT_TRANSLATE_NOOP("Actions", "Close the project; everything in it is kept"),
    ),
    ActionSpec(
        "open_plan",
        QT_TRANSLATE_NOOP("Actions", "Open plan..."),
        "mdi6.file-eye-outline",
        "Ctrl+L",
        Need.IDLE_DATA,
        tip=QT_TRANSLATE_NOOP("Actions", "Show a plan file made of these data"),
    ),
    ActionSpec(
        "import_roads",
        QT_TRANSLATE_NOOP("Actions", "Import roads..."),
        "mdi6.road-variant",
        "Ctrl+R",
        Need.IDLE_DATA,
        tip=QT_TRANSLATE_NOOP("Actions", "Take roads from an OpenStreetMap file"),
    ),
    ActionSpec(
        "export",
        QT_TRANSLATE_NOOP("Actions", "Export..."),
        "mdi6.export-variant",
        "Ctrl+E",
        Need.PLAN,
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Write papers for the drivers, the map and plan files into a folder"
        ),
    ),
    ActionSpec(
        "undo",
        QT_TRANSLATE_NOOP("Actions", "Undo"),
        "mdi6.undo",
        "Ctrl+Z",
        Need.UNDO,
        tip=QT_TRANSLATE_NOOP("Actions", "Take back what was done last"),
    ),
    ActionSpec(
        "redo",
        QT_TRANSLATE_NOOP("Actions", "Redo"),
        "mdi6.redo",
        "Ctrl+Shift+Z",
        Need.REDO,
        tip=QT_TRANSLATE_NOOP("Actions", "Do again what was taken back last"),
        also="Ctrl+Y",
    ),
    ActionSpec(
        "show_history",
        QT_TRANSLATE_NOOP("Actions", "History"),
        "mdi6.history",
        "Ctrl+H",
        Need.PROJECT,
        tip=QT_TRANSLATE_NOOP("Actions", "Show all that was done to the project"),
    ),
    ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), "mdi6.exit-to-app", "Ctrl+Q"),
    ActionSpec(
        "plan",
        QT_TRANSLATE_NOOP("Actions", "Plan the day"),
        "mdi6.play",
        "F9",
        Need.IDLE_DATA,
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Forecast, stock, routes and the plan check for the chosen day"
        ),
    ),
    ActionSpec(
        "stop",
        QT_TRANSLATE_NOOP("Actions", "Stop and keep the best"),
        "mdi6.stop",
        "Shift+F9",
        Need.WORK,
        tip=QT_TRANSLATE_NOOP("Actions", "End the search now and keep the best plan so far"),
    ),
    ActionSpec(
        "cancel",
        QT_TRANSLATE_NOOP("Actions", "Cancel"),
        "mdi6.close",
        "Ctrl+.",
        Need.WORK,
        tip=QT_TRANSLATE_NOOP("Actions", "End the work at once; the plan before stays"),
    ),
    ActionSpec(
        "what_if",
        QT_TRANSLATE_NOOP("Actions", "What if..."),
        "mdi6.compare-horizontal",
        "Ctrl+I",
        Need.PLAN,
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Change demand, lead time, room, service or budget, and compare the stock"
        ),
    ),
    ActionSpec(
        "show_data",
        QT_TRANSLATE_NOOP("Actions", "Data"),
        "mdi6.database-outline",
        "Ctrl+1",
        checkable=True,
    ),
    ActionSpec(
        "show_demand",
        QT_TRANSLATE_NOOP("Actions", "Demand"),
        "mdi6.chart-line",
        "Ctrl+2",
        checkable=True,
    ),
    ActionSpec(
        "show_stock",
        QT_TRANSLATE_NOOP("Actions", "Stock"),
        "mdi6.package-variant",
        "Ctrl+3",
        checkable=True,
    ),
    ActionSpec(
        "show_routes",
        QT_TRANSLATE_NOOP("Actions", "Routes"),
        "mdi6.truck-outline",
        "Ctrl+4",
        checkable=True,
    ),
    ActionSpec(
        "show_problems",
        QT_TRANSLATE_NOOP("Actions", "Problems in the data"),
        "mdi6.alert-circle-outline",
        "Ctrl+5",
        tip=QT_TRANSLATE_NOOP("Actions", "Show every problem with its cell"),
    ),
    ActionSpec(
        "clear_selection",
        QT_TRANSLATE_NOOP("Actions", "Select nothing"),
        "mdi6.selection-off",
        "Esc",
        Need.SELECTION,
    ),
    ActionSpec(
        "palette",
        QT_TRANSLATE_NOOP("Actions", "Search actions..."),
        "mdi6.magnify",
        "Ctrl+K",
        tip=QT_TRANSLATE_NOOP(
            "Actions", "Find an order, a vehicle, a SKU or an action by a few letters"
        ),
    ),
    ActionSpec("speak_english", "English", shortcut="Ctrl+Alt+E", checkable=True),
    ActionSpec("speak_chinese", "中文", shortcut="Ctrl+Alt+C", checkable=True),
    ActionSpec(
        "follow_system",
        QT_TRANSLATE_NOOP("Actions", "Colours of the system"),
        "mdi6.theme-light-dark",
        checkable=True,
    ),
    ActionSpec(
        "use_light", QT_TRANSLATE_NOOP("Actions", "Light"), "mdi6.weather-sunny", checkable=True
    ),
    ActionSpec(
        "use_dark", QT_TRANSLATE_NOOP("Actions", "Dark"), "mdi6.weather-night", checkable=True
    ),
    ActionSpec(
        "reset_layout",
        QT_TRANSLATE_NOOP("Actions", "Put all panels back"),
        "mdi6.view-dashboard-outline",
        tip=QT_TRANSLATE_NOOP("Actions", "Arrange the panels as at first"),
    ),
    ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "About Wayloom"), "mdi6.information-outline"),
)

SEPARATOR = "-"
RECENT = "recent"
"""Stands for the menu of the projects opened last."""

MENUS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Actions", "File"),
        (
            *(
                "new_from_data",
                "import_into",
                SEPARATOR,
                "open_project",
                "open_folder",
                "open_workbook",
            ),
            *("open_sample", RECENT, SEPARATOR, "reload", "open_plan", "import_roads"),
            *(SEPARATOR, "save_copy", "export", SEPARATOR, "close_project", "quit"),
        ),
    ),
    (QT_TRANSLATE_NOOP("Actions", "Edit"), ("undo", "redo", SEPARATOR, "show_history")),
    (
        QT_TRANSLATE_NOOP("Actions", "Plan"),
        ("plan", "stop", "cancel", SEPARATOR, "what_if", SEPARATOR, "clear_selection"),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "View"),
        (
            *("show_data", "show_demand", "show_stock", "show_routes", "show_problems"),
            *(SEPARATOR, "palette", SEPARATOR, "follow_system", "use_light", "use_dark"),
            *(SEPARATOR, "reset_layout"),
        ),
    ),
    (QT_TRANSLATE_NOOP("Actions", "Language"), ("speak_english", "speak_chinese")),
    (QT_TRANSLATE_NOOP("Actions", "Help"), ("about",)),
)
"""Menus from left to right: their English name, and the actions in them."""

PAGES = ("show_data", "show_demand", "show_stock", "show_routes")
EXCLUSIVE = (PAGES, ("speak_english", "speak_chinese"), ("follow_system", "use_light", "use_dark"))
"""Groups of which exactly one is on."""


def translated(text: str) -> str:
    """A text of this table in the language of the window."""
    return QCoreApplication.translate(CONTEXT, text)


def build_action(spec: ActionSpec, owner: QWidget) -> QAction:
    """The action of a declaration, not yet connected; `caption` gives it its texts."""
    action = QAction(owner)
    action.setObjectName(spec.name)
    action.setCheckable(spec.checkable)
    if spec.shortcut:
        keys = (spec.shortcut, spec.also) if spec.also else (spec.shortcut,)
        action.setShortcuts([QKeySequence(key) for key in keys])
    caption(action, spec)
    return action


def caption(action: QAction, spec: ActionSpec) -> None:
    """Write the texts of an action in the language of the window."""
    text = translated(spec.text)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    tip = translated(spec.tip) if spec.tip else text.removesuffix("...")
    action.setText(text)
    action.setIconText(text.removesuffix("..."))
    action.setToolTip(f"{tip} ({keys})" if keys else tip)
