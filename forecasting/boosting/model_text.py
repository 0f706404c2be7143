"""A check of trees in LightGBM's text format before LightGBM reads them.

LightGBM trusts the numbers of a model's text as positions in memory: a child or a feature that is
not there crashes the process. So every one of them is checked first.
"""

import re

import numpy as np

from forecasting.distribution import DoubleArray

_MOST_BYTES = 64 * 2**20
_HEADER = ("version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0")
_HEADER_KEYS = frozenset(
    {"version", "num_class", "num_tree_per_iteration", "label_index", "max_feature_idx"}
    | {"objective", "feature_names", "feature_infos", "tree_sizes"}
)
_OBJECTIVES = ("tweedie", "quantile")
_NODE_KEYS = ("split_feature", "threshold", "decision_type", "left_child", "right_child")
_NODE_FIGURES = ("split_gain", "internal_value", "internal_weight", "internal_count")
_LEAF_FIGURES = ("leaf_value", "leaf_weight", "leaf_count")
_TREE_KEYS = frozenset(
    {*_NODE_KEYS, *_NODE_FIGURES, *_LEAF_FIGURES, "num_leaves", "num_cat", "cat_boundaries"}
    | {"cat_threshold", "is_linear", "shrinkage", "Tree"}
)
_NUMBER = r"-?[0-9]{1,20}(?:\.[0-9]{1,30})?(?:e[+-][0-9]{1,3})?"
# One space between numbers and nothing else: LightGBM splits at that alone.
_NUMBERS = re.compile(rf"{_NUMBER}(?: {_NUMBER})*")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,6}")
_PRINTABLE = re.compile(r"[\n -~]*")
_CATEGORICAL = 1


def checked_text(text: bytes, columns: int) -> str:
    """Text of trees that LightGBM can read and follow without harm.

    Parameters
    ----------
    text
        Content of a file.
    columns
        Features that the trees may ask for.

    Returns
    -------
    str
        The header and the trees, without what stands after them.

    Raises
    ------
    ValueError
        If any figure is missing, out of bounds or too many.
    """
    if len(text) > _MOST_BYTES:
        raise ValueError("The trees are too large.")
    whole, end, _ = text.decode("ascii").partition("end of trees\n")
    head, *blocks = whole.split("Tree=")
    if not end or not blocks or not _PRINTABLE.fullmatch(whole):
        raise ValueError("The trees are cut short.")
    _check_header(head, [len(block) + len("Tree=") for block in blocks], columns)
    for place, block in enumerate(blocks):
        _check_tree(_fields(f"Tree={block}", _TREE_KEYS), place, columns)
    return whole + end


def _fields(block: str, known: frozenset[str]) -> dict[str, str]:
    """Fields of a block, each once."""
    fields: dict[str, str] = {}
    for line in filter(None, block.split("\n")):
        key, equals, value = line.partition("=")
        if not equals or key not in known or key in fields:
            raise ValueError("The trees hold a line that does not belong there.")
        fields[key] = value
    return fields


def _check_header(head: str, sizes: list[int], columns: int) -> None:
    first, _, rest = head.partition("\n")
    fields = _fields(rest, _HEADER_KEYS)
    lines = set(rest.split("\n"))
    right = (
        first == "tree",
        lines.issuperset(_HEADER),
        fields.keys() == _HEADER_KEYS,
        fields.get("max_feature_idx") == str(columns - 1),
        fields.get("objective", "").split(" ")[0] in _OBJECTIVES,
        len(fields.get("feature_names", "").split(" ")) == columns,
        len(fields.get("feature_infos", "").split(" ")) == columns,
        fields.get("tree_sizes") == " ".join(map(str, sizes)),
    )
    if not all(right):
        raise ValueError("The header of the trees is damaged.")


def _check_tree(fields: dict[str, str], place: int, columns: int) -> None:
    leaves = _whole(fields, "num_leaves")
    if fields.get("Tree") != str(place) or leaves < 1 or fields.get("is_linear") != "0":
        raise ValueError("A tree is damaged.")
    _numbers(fields, "shrinkage", 1)
    _numbers(fields, "leaf_value", leaves)
    if leaves == 1:
        return
    nodes = leaves - 1
    for key in _LEAF_FIGURES:
        _numbers(fields, key, leaves)
    for key in _NODE_FIGURES:
        _numbers(fields, key, nodes)
    feature, threshold, kind, left, right = (_numbers(fields, key, nodes) for key in _NODE_KEYS)
    _check_whole(feature, 0, columns)
    _check_whole(kind, 0, 16)
    _check_children(np.concatenate((left, right)), leaves)
    _check_categories(fields, threshold[kind.astype(np.int64) % 2 == _CATEGORICAL])


def _whole(fields: dict[str, str], key: str) -> int:
    if not _WHOLE.fullmatch(fields.get(key, "")):
        raise ValueError("A tree is damaged.")
    return int(fields[key])


def _numbers(fields: dict[str, str], key: str, count: int) -> DoubleArray:
    text = fields.get(key, "")
    if not _NUMBERS.fullmatch(text):
        raise ValueError("A tree is damaged.")
    found = np.array(text.split(" "), np.float64)
    if len(found) != count or not np.isfinite(found).all():
        raise ValueError("A tree is damaged.")
    return found


def _check_whole(values: DoubleArray, low: int, behind: int) -> None:
    if not ((values == np.floor(values)) & (values >= low) & (values < behind)).all():
        raise ValueError("A tree points at what is not there.")


def _check_children(children: DoubleArray, leaves: int) -> None:
    """Each leaf and each node but the root is the child of one node, made before it."""
    wanted = np.arange(-leaves, leaves - 1)
    if not np.array_equal(np.sort(children), wanted[wanted != 0]):
        raise ValueError("A tree points at what is not there.")
    parents = np.tile(np.arange(leaves - 1), 2)
    if (children[children > 0] <= parents[children > 0]).any():
        raise ValueError("A tree has no end.")


def _check_categories(fields: dict[str, str], chosen: DoubleArray) -> None:
    """Splits by category name a set, and each set has its place in the list of all."""
    sets = _whole(fields, "num_cat")
    _check_whole(chosen, 0, sets)
    if sets:
        bounds = _numbers(fields, "cat_boundaries", sets + 1)
        words = len(fields.get("cat_threshold", "").split(" "))
        _check_whole(bounds, 0, words + 1)
        _check_whole(_numbers(fields, "cat_threshold", words), 0, 2**32)
        if bounds[0] != 0 or bounds[-1] != words or (np.diff(bounds) <= 0).any():
            raise ValueError("A tree is damaged.")
