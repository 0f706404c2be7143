"""The import's work is in processes of its own: ended at once, and nothing is left of it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.import_wizard.wizard import SOURCE
from planning.environment import Directories
from tests.gui.import_wizard.opened_wizard import drafts_left, look_at, opened, until_idle
from tests.planning.importing.company_files import german_folder
from tests.servers.postgresql import postgresql_as_admin
from tests.servers.server import PASSWORD, USER
from tests.servers.shared import shared_postgresql


def test_closing_while_all_is_read_leaves_nothing(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    with opened(qtbot, folders) as wizard:
        look_at(qtbot, wizard, german_folder(tmp_path / "Firma"))
        wizard.next.click()
        assert wizard.work.is_busy
    assert drafts_left(folders) == []


def test_work_is_stopped_within_a_second(
    qtbot: QtBot, folders: Directories, tmp_path: Path
) -> None:
    with opened(qtbot, folders) as wizard:
        wizard.take_paths([german_folder(tmp_path / "Firma")])
        wizard.next.click()
        wizard.work.cancel_button.click()
        assert not wizard.work.is_busy
        assert wizard.step == SOURCE
        qtbot.waitUntil(lambda: wizard.work.is_idle, timeout=5_000)
        assert "Stopped" in wizard.work.told.text()


def test_a_database_is_asked_with_the_right_password_only(
    qtbot: QtBot, folders: Directories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with shared_postgresql() as server, opened(qtbot, folders) as wizard:
        with postgresql_as_admin(server.port, "postgres") as admin:
            admin.execute("DROP DATABASE IF EXISTS wagen")
            admin.execute("CREATE DATABASE wagen")
        with postgresql_as_admin(server.port, "wagen") as admin:
            admin.execute("CREATE TABLE vehicles (vehicle_id text, warehouse_id text)")
            admin.execute("INSERT INTO vehicles VALUES ('F1', 'L1')")
        wizard.source_page.kinds.setCurrentRow(4)
        form = wizard.source_page.database
        form.host.setText("127.0.0.1")
        form.port.setValue(server.port)
        form.database.setText("wagen")
        form.user.setText(USER)
        form.password.setText("not it")
        form.test.click()
        until_idle(qtbot, wizard)
        assert wizard.work.told.text()
        assert "not it" not in wizard.work.told.text()
        assert not wizard.next.isEnabled()
        form.password.setText(PASSWORD)
        form.test.click()
        until_idle(qtbot, wizard)
        (item,) = (
            form.tables.list.topLevelItem(i) for i in range(form.tables.list.topLevelItemCount())
        )
        assert item is not None
        item.setCheckState(0, item.checkState(0).Checked)
        wizard.next.click()
        until_idle(qtbot, wizard)
        assert wizard.step != SOURCE, wizard.work.told.text()
        assert wizard.mapping_page.state is not None
        assert wizard.mapping_page.state.targets == {"vehicles"}
        kept = [path.read_bytes() for path in folders.data.rglob("*") if path.is_file()]
        assert not any(PASSWORD.encode() in content for content in kept)
