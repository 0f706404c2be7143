from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.column import Kind
from domain.errors import InputError
from domain.message import Problem
from domain.tables import TABLE_BY_NAME
from planning.mapping.forms import forms_of
from planning.mapping.mapping_file import mapping_text, parse_mapping, read_mapping
from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
    TextFormat,
)
from planning.mapping.units import column_names, column_of, units_of

TEXT = """\
format = "wayloom.mapping"
version = 1

[source]
kind = "database"
location = "postgresql://planner@db/shop"
time_limit_s = 90

[settings]
currency = "CHF"
horizon_days = 14

[tables.orders]
from = "public.auftraege"

[tables.orders.columns]
order_id = "AuftragNr"
due_date = { from = "Liefertag", form = "DD.MM.YYYY" }
window_kind = { from = "Art", words = { hart = "hard", weich = "soft" } }

[tables.products]
query = "select * from artikel where aktiv"

[tables.products.columns]
unit_value = { from = "preis", decimal = "," }
unit_weight_kg = { from = "GEWICHT_G", unit = "g" }

[tables.warehouses]
from = "public.lager"

[tables.warehouses.columns]
timezone = { value = "Europe/Berlin" }
"""


def problems_of(text: str) -> list[Problem]:
    """What is wrong with a mapping's text."""
    with pytest.raises(InputError) as refused:
        parse_mapping(text, "shop.toml")
    return list(refused.value.problems)


def places(text: str) -> list[str]:
    """Where a mapping is wrong, and how: "line key code"."""
    return [f"{p.row} {p.column} {p.code}" for p in problems_of(text)]


def test_a_file_is_read_as_it_says(tmp_path: Path) -> None:
    path = tmp_path / "shop.toml"
    path.write_text(TEXT, encoding="utf-8")
    mapping = read_mapping(path)
    assert mapping.kind is SourceKind.DATABASE
    assert mapping.location == "postgresql://planner@db/shop"
    assert mapping.time_limit_s == 90
    assert mapping.settings == {"currency": "CHF", "horizon_days": "14"}
    orders, products, warehouses = mapping.tables
    assert orders.source == "public.auftraege"
    assert orders.columns[0] == ColumnMapping(target="order_id", source="AuftragNr")
    assert orders.columns[1].form == "DD.MM.YYYY"
    assert orders.columns[2].words == {"hart": "hard", "weich": "soft"}
    assert products.query == "select * from artikel where aktiv"
    assert products.columns[0].decimal == ","
    assert products.columns[1].unit == "g"
    assert warehouses.columns == (ColumnMapping(target="timezone", constant="Europe/Berlin"),)


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "shop.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert read_mapping(path) == parse_mapping(TEXT, "shop.toml")


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("version = 1", "version = 2", "2 version mapping.newer_version"),
        ("version = 1", 'version = "1"', "2 version mapping.wrong_version"),
        ('"wayloom.mapping"', '"wayloom.plan"', "1 format mapping.wrong_format"),
        ("version = 1", "version = 1\nextra = 1", "3 extra mapping.unknown_key"),
        ('"database"', '"databse"', "5 source.kind mapping.unknown_kind"),
        ('kind = "database"', "", "4 source.kind mapping.key_missing"),
        ("planner@db", "planner:geheim@db", "6 source.location mapping.password"),
        ("/shop", "/shop?password=geheim", "6 source.location mapping.password"),
        ("postgresql://planner@db/shop", "data", "6 source.location mapping.not_an_address"),
        ("= 90", "= 0", "7 source.time_limit_s mapping.not_a_number"),
        ("= 90", "= true", "7 source.time_limit_s mapping.not_a_number"),
        ('"CHF"', '"CHFR"', "10 settings.currency setting.currency_form"),
        ("horizon_days", "horizon", "11 settings.horizon mapping.unknown_key"),
        ("[tables.orders]", "[tables.orders]\nto = 1", "14 tables.orders.to mapping.unknown_key"),
        ('from = "public.auftraege"', "", "13 tables.orders mapping.key_missing"),
        (
            'query = "select',
            'from = "artikel"\nquery = "select',
            "23 tables.products.query mapping.from_and_query",
        ),
        (
            'from = "public.lager"',
            'from = "public.lager"\ndelimiter = ";"',
            "30 tables.warehouses.delimiter mapping.only_csv",
        ),
        (
            "order_id =",
            "orderid =",
            "17 tables.orders.columns.orderid mapping.unknown_column",
        ),
        ('= "AuftragNr"', "= 7", "17 tables.orders.columns.order_id mapping.not_a_column"),
        ('= "AuftragNr"', '= ""', "17 tables.orders.columns.order_id mapping.empty"),
        (
            'order_id = "AuftragNr"',
            'order_id = "AuftragNr"\norder_id = "Nr"',
            "18 tables.orders.columns.order_id mapping.key_twice",
        ),
        ("DD.MM.YYYY", "TT.MM.JJJJ", "18 tables.orders.columns.due_date.form mapping.unknown_form"),
        (
            'weich = "soft"',
            'weich = "softly"',
            "19 tables.orders.columns.window_kind.words.weich mapping.unknown_word",
        ),
        (
            'unit = "g"',
            'unit = "gram"',
            "26 tables.products.columns.unit_weight_kg.unit mapping.unknown_unit",
        ),
        (
            'decimal = ","',
            'decimal = ";"',
            "25 tables.products.columns.unit_value.decimal mapping.not_a_decimal",
        ),
        (
            '{ value = "Europe/Berlin" }',
            '{ value = "Europe/Berlin", from = "zone" }',
            "32 tables.warehouses.columns.timezone mapping.from_and_value",
        ),
        (
            '{ value = "Europe/Berlin" }',
            "{ }",
            "32 tables.warehouses.columns.timezone mapping.key_missing",
        ),
        (
            'timezone = { value = "Europe/Berlin" }',
            'lat = { value = "north" }',
            "32 tables.warehouses.columns.lat.value value.not_a_number",
        ),
        (
            'timezone = { value = "Europe/Berlin" }',
            'timezone = { from = "zone", unit = "h" }',
            "32 tables.warehouses.columns.timezone.unit mapping.no_unit",
        ),
        ("[tables.warehouses]", "[tables.lager]", "28 tables.lager mapping.unknown_table"),
        ("[tables.products]", "[tables.products", "21  mapping.not_toml"),
    ],
)
def test_a_mistake_is_located(before: str, after: str, place: str) -> None:
    assert before in TEXT
    assert place in places(TEXT.replace(before, after, 1))


def test_all_mistakes_are_told_at_once() -> None:
    spoilt = TEXT.replace("version = 1", "version = 3").replace('"g"', '"gram"')
    spoilt = spoilt.replace('order_id = "AuftragNr"', 'order_id = "a"\norder_id = "b"')
    codes = {problem.code for problem in problems_of(spoilt)}
    assert codes == {"mapping.newer_version", "mapping.unknown_unit", "mapping.key_twice"}


def test_a_password_is_never_shown() -> None:
    for address in ("planner:geheim@db", "planner:ge/hei@m@db", ":geheim@db"):
        for problem in problems_of(TEXT.replace("planner@db", address)):
            assert "gehei" not in f"{problem.value}{dict(problem.message.parameters)}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe\x00", "mapping.not_text"),
        (b"x" * 5_000_000, "mapping.too_large"),
        (b"[" * 50_000, "mapping.not_toml"),
        (b"a = " + b"[" * 50_000, "mapping.not_toml"),
        (b"", "mapping.wrong_format"),
    ],
)
def test_what_is_no_mapping_is_said_to_be_none(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read_mapping(path)
    assert code in {problem.code for problem in refused.value.problems}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_mapping(tmp_path / "none.toml")
    assert [problem.code for problem in refused.value.problems] == ["source.missing"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(InputError):
        parse_mapping(text, "any.toml")


@given(st.data())
def test_no_edit_breaks_the_reader(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, min(len(TEXT), start + 30)))
    inserted = data.draw(st.text(alphabet='[]{}=".\n# abc1,', max_size=8))
    try:
        mapping = parse_mapping(TEXT[:start] + inserted + TEXT[end:], "any.toml")
    except InputError:
        return
    assert parse_mapping(mapping_text(mapping), "any.toml") == mapping


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
NUMBERS = {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}


@st.composite
def columns(draw: st.DrawFn, table: str, target: str) -> ColumnMapping:
    """A column mapped in any way that its kind allows."""
    declared = column_of(table, target)
    assert declared is not None
    if declared.kind is Kind.TEXT and draw(st.booleans()):
        plain = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
        return ColumnMapping(target=target, constant=draw(plain))
    units, forms = tuple(units_of(table, target)), forms_of(table, target)
    choices = declared.choices or ("a", "b")
    takes_words = declared.kind in {Kind.CHOICE, Kind.WORDS, Kind.TEXT, Kind.ID}
    return ColumnMapping(
        target=target,
        source=draw(NAMES),
        unit=draw(st.sampled_from(["", *units])),
        form=draw(st.sampled_from(["", *forms])),
        decimal=draw(st.sampled_from([".", ","])) if declared.kind in NUMBERS else ".",
        words=draw(st.dictionaries(NAMES, st.sampled_from(choices), max_size=3))
        if takes_words
        else {},
    )


@st.composite
def mappings(draw: st.DrawFn) -> SourceMapping:
    """A mapping without a mistake."""
    kind = draw(st.sampled_from(SourceKind))
    tables = []
    for target in draw(st.lists(st.sampled_from(sorted(TABLE_BY_NAME)), unique=True, max_size=3)):
        names = draw(st.lists(st.sampled_from(column_names(target)), unique=True, max_size=4))
        is_query = kind is SourceKind.DATABASE and draw(st.booleans())
        encodings, delimiters = st.sampled_from(["", "cp1252"]), st.sampled_from(["", ";", "\t"])
        is_csv = kind is SourceKind.FOLDER
        text = TextFormat(
            encoding=draw(encodings) if is_csv else "", delimiter=draw(delimiters) if is_csv else ""
        )
        table = TableMapping(
            target=target,
            source="" if is_query else draw(NAMES),
            query=draw(NAMES) if is_query else "",
            text=text,
            columns=tuple(draw(columns(target, name)) for name in names),
        )
        tables.append(table)
    location = "mysql://planner@db:3306/shop" if kind is SourceKind.DATABASE else draw(NAMES)
    has_settings = all(table.target != "settings" for table in tables)
    return SourceMapping(
        kind=kind,
        location=location,
        tables=tuple(tables),
        time_limit_s=draw(st.integers(1, 3600)),
        settings={"currency": "EUR"} if has_settings and draw(st.booleans()) else {},
    )


@settings(max_examples=40)
@given(mappings())
def test_a_mapping_that_is_written_is_read_again(mapping: SourceMapping) -> None:
    assert parse_mapping(mapping_text(mapping), "any.toml") == mapping
