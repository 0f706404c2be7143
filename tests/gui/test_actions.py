"""The table of actions: complete, and without two of anything."""

from collections import Counter

from gui.actions import ACTIONS, EXCLUSIVE, MENUS, RECENT, SEPARATOR
from gui.window_commands import WindowCommands


def test_every_action_can_be_carried_out() -> None:
    for spec in ACTIONS:
        assert callable(getattr(WindowCommands, spec.name))


def test_names_and_shortcuts_are_given_once() -> None:
    names = Counter(spec.name for spec in ACTIONS)
    keys = Counter(key for spec in ACTIONS for key in (spec.shortcut, spec.also) if key)
    assert max(names.values()) == 1
    assert max(keys.values()) == 1


def test_every_action_is_in_one_menu_but_the_palette_finds_all() -> None:
    in_menus = [name for _, names in MENUS for name in names if name not in {SEPARATOR, RECENT}]
    assert sorted(in_menus) == sorted(spec.name for spec in ACTIONS)


def test_groups_hold_checkable_actions() -> None:
    checkable = {spec.name for spec in ACTIONS if spec.checkable}
    assert {name for group in EXCLUSIVE for name in group} == checkable
