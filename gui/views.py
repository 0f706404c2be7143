"""Makes each page and panel when it is first seen, so that the window opens quickly."""

from PySide6.QtWidgets import QWidget

from gui.session import Session


def build_view(name: str, session: Session) -> QWidget:
    """The page or panel of a name."""
    return _BUILDERS[name](session)


def _data(session: Session) -> QWidget:
    from gui.pages.data_page import DataPage

    return DataPage(session)


def _demand(session: Session) -> QWidget:
    from gui.pages.demand_page import DemandPage

    return DemandPage(session)


def _stock(session: Session) -> QWidget:
    from gui.pages.stock_page import StockPage

    return StockPage(session)


def _load(session: Session) -> QWidget:
    from gui.pages.routes_page import RoutesPage

    return RoutesPage(session)


def _routes(session: Session) -> QWidget:
    from gui.tables.routes_table import RoutesTable

    return RoutesTable(session)


def _stops(session: Session) -> QWidget:
    from gui.tables.stops_table import StopsTable

    return StopsTable(session)


def _unassigned(session: Session) -> QWidget:
    from gui.tables.unassigned_table import UnassignedTable

    return UnassignedTable(session)


def _problems(session: Session) -> QWidget:
    from gui.tables.problems_table import ProblemsTable

    return ProblemsTable(session)


def _timeline(session: Session) -> QWidget:
    from gui.panels.timeline import Timeline

    return Timeline(session)


def _selected(session: Session) -> QWidget:
    from gui.panels.selected_panel import SelectedPanel

    return SelectedPanel(session)


def _figures(session: Session) -> QWidget:
    from gui.panels.figures_panel import FiguresPanel

    return FiguresPanel(session)


def _history(session: Session) -> QWidget:
    from gui.project.history_panel import HistoryPanel

    return HistoryPanel(session)


_BUILDERS = {
    "show_data": _data,
    "show_demand": _demand,
    "show_stock": _stock,
    "load": _load,
    "routes": _routes,
    "stops": _stops,
    "unassigned": _unassigned,
    "problems": _problems,
    "timeline": _timeline,
    "selected": _selected,
    "figures": _figures,
    "history": _history,
}
