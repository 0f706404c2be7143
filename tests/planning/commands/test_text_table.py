from planning.commands.text_table import table_lines


def test_texts_begin_and_figures_end_below_one_another() -> None:
    lines = list(table_lines([["name", "sold"], ["a", "1,234"], ["longer", "5"]]))
    assert lines == ["name     sold", "a       1,234", "longer      5"]


def test_chinese_signs_take_two_places() -> None:
    first, second = table_lines([["名称", "销量"], ["abcd", "1"]])
    assert first == "名称  销量"
    assert second == "abcd     1"


def test_data_cannot_steer_the_terminal() -> None:
    (line,) = table_lines([["a\x1b[2Jb", "1\n2"]])
    assert line.isprintable()
