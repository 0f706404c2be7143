import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.column import Kind, columns_of
from domain.tables import TABLES
from planning.mapping.forms import converter, forms_of, is_form
from planning.reading.time_cells import read_clock, read_date, read_timestamp

DAYS = st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31))


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        ("DD.MM.YYYY", "20.11.2026", "2026-11-20"),
        ("DD.MM.YYYY", "1.2.2026", "2026-02-01"),
        ("DD/MM/YYYY", "03/04/2026", "2026-04-03"),
        ("MM/DD/YYYY", "03/04/2026", "2026-03-04"),
        ("YYYYMMDD", "20261120", "2026-11-20"),
        ("YYYY/MM/DD", "2026/11/2", "2026-11-02"),
        ("YYYY年MM月DD日", "2026年11月2日", "2026-11-02"),
        ("DD.MM.YY", "1.2.26", "2026-02-01"),
        ("Excel serial", "46346", "2026-11-20"),
        ("Excel serial", "46346.0", "2026-11-20"),
        ("Excel serial 1904", "44884", "2026-11-20"),
        ("unix seconds", "1795104000", "2026-11-19"),
        ("unix seconds Asia/Shanghai", "1795104000", "2026-11-20"),
        ("unix milliseconds", "1795132800000", "2026-11-20"),
        ("YYYY-MM-DD HH:MM", "2026-11-20T08:15", "2026-11-20"),
        ("DD.MM.YYYY H:MM AM/PM", "20.11.2026 8:15 pm", "2026-11-20"),
    ],
)
def test_days(form: str, text: str, day: str) -> None:
    assert is_form("orders", "due_date", form)
    assert converter(Kind.DATE, form)(text) == day


@pytest.mark.parametrize(
    ("form", "text", "clock"),
    [
        ("HHMM", "0830", "08:30"),
        ("HHMM", "830", "08:30"),
        ("HHMM", "2400", "24:00"),
        ("HHMMSS", "83015", "08:30:15"),
        ("H:MM AM/PM", "12:05 am", "00:05"),
        ("H:MM AM/PM", "8 PM", "20:00"),
        ("HH.MM", "8.30", "08:30"),
        ("HH.MM", "8", "08:00"),
        ("HH时MM分", "8时30分", "08:30"),
        ("minutes after midnight", "510", "08:30"),
        ("seconds after midnight", "30615", "08:30:15"),
        ("hours after midnight", "8.5", "08:30"),
        ("fraction of a day", "0.354166666666667", "08:30"),
        ("DD.MM.YYYY HH:MM", "20.11.2026 08:15", "08:15"),
        ("Excel serial", "46346.34375", "08:15"),
    ],
)
def test_clock_times(form: str, text: str, clock: str) -> None:
    assert is_form("orders", "window_start", form)
    assert converter(Kind.CLOCK, form)(text) == clock


@pytest.mark.parametrize(
    ("kind", "form", "text"),
    [
        (Kind.DATE, "MM/DD/YYYY", "25/11/2026"),
        (Kind.DATE, "DD.MM.YYYY", "30.02.2026"),
        (Kind.DATE, "DD.MM.YYYY", "20.11.26"),
        (Kind.DATE, "YYYYMMDD", "2026112"),
        (Kind.DATE, "Excel serial", "46346.5"),
        (Kind.DATE, "Excel serial", "99999999999999"),
        (Kind.DATE, "unix seconds", "tomorrow"),
        (Kind.CLOCK, "HHMM", "2460"),
        (Kind.CLOCK, "HHMM", "8:30"),
        (Kind.CLOCK, "HH.MM", "8.5"),
        (Kind.CLOCK, "H:MM AM/PM", "13:00 pm"),
        (Kind.CLOCK, "minutes after midnight", "1441"),
        (Kind.CLOCK, "fraction of a day", "1.01"),
        (Kind.DATES, "DD.MM.YYYY", "1.2.2026; soon"),
        (Kind.TIMESTAMP, "DD.MM.YYYY HH:MM", "20.11.2026"),
    ],
)
def test_what_has_another_form_is_left_alone(kind: Kind, form: str, text: str) -> None:
    assert converter(kind, form)(text) is None


@pytest.mark.parametrize(
    ("column", "form"),
    [
        ("due_date", "TT.MM.JJJJ"),
        ("due_date", "HHMM"),
        ("due_date", "unix seconds Mars/Olympus"),
        ("due_date", "unix seconds ../../etc/passwd"),
        ("order_id", "DD.MM.YYYY"),
        ("window_start", "DD.MM.YYYY"),
    ],
)
def test_forms_that_a_column_cannot_have(column: str, form: str) -> None:
    assert not is_form("orders", column, form)


def test_all_and_only_times_have_forms() -> None:
    times = {Kind.DATE, Kind.DATES, Kind.CLOCK, Kind.TIMESTAMP}
    for table in TABLES:
        for _, column in columns_of(table.noun):
            assert bool(forms_of(table.name, column.name)) == (column.kind in times)


def _written(day: datetime.date, form: str) -> str:
    text = form.replace("YYYY", f"{day.year:04d}").replace("YY", f"{day.year % 100:02d}")
    return text.replace("MM", f"{day.month:02d}").replace("DD", f"{day.day:02d}")


@given(day=DAYS, form=st.sampled_from([f for f in forms_of("orders", "allowed_days")]))
def test_a_day_written_in_a_form_is_read_from_it(day: datetime.date, form: str) -> None:
    found = converter(Kind.DATE, form)(_written(day, form))
    assert found is not None
    assert read_date(found) == day


@given(
    day=DAYS,
    minute=st.integers(min_value=0, max_value=24 * 60 - 1),
    form=st.sampled_from([f for f in forms_of("trips", "departed_at") if f.endswith("HH:MM")]),
)
def test_a_moment_gives_its_day_its_clock_time_and_itself(
    day: datetime.date, minute: int, form: str
) -> None:
    clock = f"{minute // 60:02d}:{minute % 60:02d}"
    text = f"{_written(day, form.partition(' ')[0])} {clock}"
    moment = converter(Kind.TIMESTAMP, form)(text)
    assert moment is not None
    assert read_timestamp(moment) == datetime.datetime.fromisoformat(f"{day} {clock}")
    assert converter(Kind.DATE, form)(text) == day.isoformat()
    found = converter(Kind.CLOCK, form)(text)
    assert found is not None
    assert read_clock(found) == minute * 60


@given(text=st.text(max_size=30), form=st.sampled_from(forms_of("orders", "window_start")))
def test_no_text_breaks_a_form(text: str, form: str) -> None:
    found = converter(Kind.CLOCK, form)(text)
    assert found is None or 0 <= read_clock(found) <= 86_400
