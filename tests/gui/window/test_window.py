"""The real window with its real web page, used as a planner uses it."""

from pathlib import Path

from gui.docks import DOCKS
from gui.main_window import MainWindow
from gui.session import NOTHING, Selection
from planning.environment import Directories
from planning.plan_file import read_plan
from tests.gui.window.driving import ask, click, live, open_day, plan, wait_until


def test_a_day_is_opened_planned_and_checked(window: MainWindow) -> None:
    plan_made = window.session.plan
    assert plan_made is not None
    assert plan_made.checks is not None
    assert plan_made.checks.ok
    assert plan_made.summary.orders_served > 30
    assert window.session.roads is not None


def test_a_click_on_a_stop_of_the_map_selects_its_row(window: MainWindow) -> None:
    assert window.session.plan is not None
    route = window.session.plan.routes[0]
    window.session.select(Selection(vehicle_id=route.vehicle_id))
    live(0.4)
    for number, stop in enumerate(route.stops):
        x, y = ask(window, f"windowMap.project('stop', 0, {number})")
        window.session.select(NOTHING)
        click(window.map_view, x, y)
        wait_until(lambda: window.session.selection != NOTHING)
        selection = window.session.selection
        if selection.order_id == stop.order_ids[0]:
            break
    assert selection.vehicle_id == route.vehicle_id
    stops = window.docks["stops"].content()
    rows = [stops.model.row(i) for i in stops.table.selected_positions()]  # type: ignore[attr-defined]
    assert [stops.selection_of(row).order_id for row in rows] == [selection.order_id]  # type: ignore[attr-defined]


def test_a_route_selected_in_the_table_is_selected_on_the_map(window: MainWindow) -> None:
    assert window.session.plan is not None
    window.session.select(NOTHING)
    routes = window.docks["routes"].content()
    routes.table.selectRow(1)  # type: ignore[attr-defined]
    chosen = window.session.selection.vehicle_id
    number = [r.vehicle_id for r in window.session.plan.routes].index(chosen)
    wait_until(
        lambda: (
            ask(window, "windowMap.layer.selected")
            == {"kind": "route", "first": number, "second": 0}
        )
    )


def test_a_search_is_stopped_and_its_best_plan_kept(window: MainWindow) -> None:
    window.operations.plan(120.0)
    work = window.operations.work
    assert work is not None
    costs: list[float] = []
    work.progressed.connect(
        lambda p: costs.append(p.cost_minor) if p.cost_minor is not None else None
    )
    wait_until(lambda: costs)
    before = window.session.plan
    window.actions_by_name["stop"].trigger()
    assert not window.actions_by_name["stop"].isEnabled()
    wait_until(lambda: window.operations.work is None)
    kept = window.session.plan
    assert kept is not before
    assert kept is not None
    assert kept.checks is not None
    assert kept.checks.ok
    assert window.session.previous_plan is before


def test_cancelled_work_changes_nothing(window: MainWindow) -> None:
    before = window.session.plan
    window.operations.plan(120.0)
    live(1.0)
    window.actions_by_name["cancel"].trigger()
    wait_until(lambda: window.operations.work is None)
    assert window.session.plan is before
    assert "Cancelled" in window.top.notices.text


def test_the_language_changes_live_and_everywhere(window: MainWindow) -> None:
    window.actions_by_name["speak_chinese"].trigger()
    chinese = _texts(window)
    window.actions_by_name["speak_english"].trigger()
    english = _texts(window)
    assert window.actions_by_name["plan"].text() == "Plan the day"
    assert len(chinese) == len(english)
    same = {c for c, e in zip(chinese, english, strict=True) if c == e and _is_words(c)}
    assert not same - {"Wayloom"}


def test_a_plan_is_exported_with_its_papers(window: MainWindow, tmp_path: Path) -> None:
    out = tmp_path / "Ausgabe 出"
    window.operations.export(out, frozenset({"pdf", "xlsx", "plan"}))
    wait_until(lambda: window.operations.work is None)
    assert window.top.notices.isVisible()
    assert str(out) in window.top.notices.text
    assert read_plan(out / "plan.json") == window.session.plan
    papers = sorted(path.name for path in (out / "papers").iterdir())
    assert window.session.plan is not None
    assert len(papers) == 2 * len(window.session.plan.routes)
    assert (out / "papers.pdf").read_bytes().startswith(b"%PDF")
    assert not (out / "map.html").exists()


def test_nothing_was_asked_of_the_network(window: MainWindow) -> None:
    assert window.map_view.blocked_requests() == ()


def test_every_page_and_panel_opens(window: MainWindow) -> None:
    for page in ("show_data", "show_demand", "show_stock", "show_routes"):
        window.actions_by_name[page].trigger()
        live(0.1)
        assert window.actions_by_name[page].isChecked()
        assert window.pages.isVisible() == (page != "show_routes")
    for spec in DOCKS:
        window.show_dock(spec.name)
        live(0.05)
        assert window.docks[spec.name].content().isVisible()
    window.reset_layout()


def test_the_plan_is_there_again_when_the_data_are_opened_again(
    window: MainWindow, town: Path, folders: Directories
) -> None:
    before = window.session.plan
    assert window.session.project is not None
    assert window.session.project.plans()
    assert window.session.project.path.parent == folders.projects
    open_day(window, town)
    assert window.session.plan == before


def test_the_plan_drawn_is_the_plan_kept(window: MainWindow) -> None:
    plan(window, 1.0)
    made = window.session.plan
    assert made is not None
    wait_until(lambda: ask(window, "windowMap.layer.drawn.routes.length") == len(made.routes))


def _texts(window: MainWindow) -> list[str]:
    """What is written on actions, tabs and labels that do not show data."""
    texts = [action.text() for action in window.actions_by_name.values()]
    texts += [dock.windowTitle() for dock in window.docks.values()]
    texts += [action.text() for action in window.top.menus.actions()]
    return texts


def _is_words(text: str) -> bool:
    return text not in {"English", "中文"} and any(c.isalpha() for c in text)
