"""docs/tables.md tells what the program reads."""

from tooling.tables_page import PAGE, tables_page


def test_the_page_of_tables_is_that_of_the_declarations() -> None:
    assert PAGE.read_text("utf-8") == tables_page(), "run: python -m tooling.tables_page"
