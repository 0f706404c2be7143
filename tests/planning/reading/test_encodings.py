"""Each encoding that planners' files come in is told, or the file is refused: never mojibake."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.message import Problem, Severity
from planning.mapping.source_mapping import TextFormat
from planning.reading.csv_text import read_csv
from planning.reading.encoding import (
    DoubtfulEncoding,
    NoEncoding,
    detect_encoding,
    given_encoding,
    whole_lines,
)
from planning.reading.raw_table import RawTable

NAMES = {
    "gbk": "王小明 北京市朝阳区建国路88号 李娜 上海市浦东新区张杨路 欧阳娜娜 苏州工业园区星湖街 "
    "诸葛亮 沈阳市和平区太原街 冷冻海鲜请轻放 长沙市岳麓区麓山南路 杨玉环 西安市雁塔区小寨东路",
    "big5": "陳淑芬 新北市板橋區文化路一段 林志豪 高雄市苓雅區四維三路 歐陽菲菲 新竹市光復路二段 "
    "劉德華 新界沙田正街 易碎請小心 嘉義市西區垂楊路 許瑋甯 基隆市仁愛區愛三路",
    "cp932": "佐藤太郎 東京都渋谷区神南 鈴木花子 大阪府大阪市北区梅田 渡辺さくら みなとみらい "
    "スズキ自動車 静岡県浜松市南区高塚町 割れ物注意 宮城県仙台市青葉区一番町",
    "cp949": "김철수 서울특별시강남구테헤란로 이영희 부산광역시해운대구우동 깨지기쉬움 "
    "경상남도창원시성산구 조인성 대전광역시유성구봉명동 한가인 전라북도전주시완산구",
    "cp1252": "Müller Königstraße François Lefèvre Rue de l'Église José García Søren Jørgensen "
    "Nørrebrogade Åsa Öberg Hélène Allée Érables Peña Muñoz Zoë Citroën Conceição Größe",
    "cp1250": "Jiří Dvořák Náměstí Míru Łukasz Wójcik Święty Krzyż Petőfi Kőbányai Ştefan Brăila "
    "Růžena Křižíkova Małgorzata Szűcs Győző Üllői Horváthová Štúrova Łódź Plzeňská",
    "cp1251": "Иванов Сергей Москва улица Ленина Петрова Невский проспект Шевченко Київ Хрещатик "
    "Красный Георги Димитров София Соколов Нижний Новгород Щербаков Пушкина",
}


def table(words: list[str]) -> str:
    lines = "".join(f"{number};{word}\n" for number, word in enumerate(words))
    return f"order_id;customer_name\n{lines}"


def reading_of(data: bytes) -> str | None:
    """The text that bytes are read as; None where they are refused."""
    try:
        return data.decode(detect_encoding(data).codec)
    except (NoEncoding, DoubtfulEncoding):
        return None


@pytest.mark.parametrize("encoding", NAMES)
def test_a_page_of_names_is_told(encoding: str) -> None:
    text = table(NAMES[encoding].split())
    assert reading_of(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", NAMES)
@pytest.mark.parametrize("length", [1, 2, 4, 8])
def test_few_names_are_told_or_refused(encoding: str, length: int) -> None:
    draw = random.Random(length)
    words = NAMES[encoding].split()
    for _ in range(25):
        text = table(draw.sample(words, length))
        assert reading_of(text.encode(encoding)) in (text, None)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), encoding=st.sampled_from(["gbk", "big5", "cp932", "cp949"]))
def test_rare_characters_are_never_others(data: st.DataObject, encoding: str) -> None:
    """Ten random characters of everyday use, of which no two make a name."""
    leads = {
        "gbk": (0xB0, 0xD7),
        "big5": (0xA4, 0xC6),
        "cp932": (0x89, 0x97),
        "cp949": (0xB0, 0xC8),
    }
    pair = st.tuples(st.integers(*leads[encoding]), st.integers(0xA1, 0xF0))
    raw = data.draw(st.lists(pair, min_size=10, max_size=10, unique=True))
    found = b"id;name\n" + b"".join(b"1;%c%c\n" % both for both in raw)
    try:
        text = found.decode(encoding)
    except UnicodeDecodeError:
        return
    assert reading_of(found) in (text, None)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    text = reading_of(data)
    assert text is None or isinstance(text, str)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=40).filter(lambda text: "\0" not in text))
def test_utf8_stays_utf8(text: str) -> None:
    data = (
        "id;name\n" + "Straße 北京 Ångström Đà Nẵng Київ Łódź 東京 서울 Ελλάδα Αθήνα\n" + text
    ).encode("utf-8", "ignore")
    assert detect_encoding(data).codec == "utf-8"


def read(
    path: Path, data: bytes, text: TextFormat | None = None
) -> tuple[RawTable | None, list[Problem]]:
    path.write_bytes(data)
    problems: list[Problem] = []
    return read_csv(path, problems, lambda _: None, text=text or TextFormat()), problems


def test_a_guess_is_a_warning_with_a_sample(tmp_path: Path) -> None:
    found, (problem,) = read(tmp_path / "a.csv", table(["Müller", "Köln"]).encode("cp1252"))
    assert found is not None
    assert (problem.code, problem.severity) == ("file.encoding", Severity.WARNING)
    assert problem.message["encoding"] == "Windows-1252"
    assert str(problem.message["sample"]).startswith("ü")


def test_a_doubt_shows_both_readings_and_their_line(tmp_path: Path) -> None:
    found, (problem,) = read(tmp_path / "a.csv", table(["Abel", "Petőfi"]).encode("cp1250"))
    assert found is None
    assert (problem.code, problem.row, problem.severity) == (
        "file.encoding_doubtful",
        3,
        Severity.ERROR,
    )
    shown = {problem.message["sample"], problem.message["other_sample"]}
    assert "Petőfi" in shown
    assert len(shown) == 2


def test_a_given_format_wins(tmp_path: Path) -> None:
    data = table(["Abel", "Petőfi"]).encode("cp1250")
    found, problems = read(tmp_path / "a.csv", data, TextFormat(encoding="cp1250"))
    assert problems == []
    assert found is not None
    assert found.cells[1].to_pylist() == ["Abel", "Petőfi"]
    commas, _ = read(tmp_path / "a.csv", b"a;b,c\n1;2,3\n", TextFormat(delimiter=","))
    assert commas is not None
    assert commas.header == ("a;b", "c")


@pytest.mark.parametrize(
    ("given", "code", "row"),
    [
        (TextFormat(encoding="utf-8"), "file.encoding_wrong", 3),
        (TextFormat(encoding="no such"), "file.encoding_no_name", 0),
        (TextFormat(encoding="rot13"), "file.encoding_no_name", 0),
        (TextFormat(encoding="idna"), "file.encoding_no_name", 0),
        (TextFormat(encoding="cp1250", delimiter=";;"), "file.delimiter_wrong", 0),
        (TextFormat(encoding="cp1250", delimiter='"'), "file.delimiter_wrong", 0),
    ],
)
def test_a_given_format_that_does_not_fit_is_an_error(
    tmp_path: Path, given: TextFormat, code: str, row: int
) -> None:
    data = table(["Abel", "Petőfi"]).encode("cp1250")
    found, (problem,) = read(tmp_path / "a.csv", data, given)
    assert found is None
    assert (problem.code, problem.row, problem.file) == (code, row, "a.csv")


def test_a_mark_is_no_text_in_utf8_that_is_given() -> None:
    encoding = given_encoding("utf8", b"\xef\xbb\xbfa")
    assert encoding is not None
    assert encoding.codec == "utf-8-sig"


def test_two_encodings_in_one_file_are_refused() -> None:
    chinese = table(NAMES["gbk"].split() * 60).encode("gbk")
    taiwan = table(NAMES["big5"].split() * 60).encode("big5")
    assert reading_of(chinese + taiwan) is None


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
def test_the_beginning_ends_with_a_whole_line(codec: str) -> None:
    text = "name\n" + "北京路 Straße\n" * 30
    if codec == "gb18030":
        text = text.replace("ß", "ss")
    data = text.encode(codec)
    for cut in range(len(data) // 2, len(data) // 2 + 9):
        shown = whole_lines(data[:cut]).decode(codec)
        assert text.startswith(shown)
        assert shown.endswith("\n")
