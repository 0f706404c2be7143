"""The engines by their names; each is imported only when it is asked for."""

from collections.abc import Callable, Mapping

from optimizer.routing.engine import Engine

DEFAULT_ENGINE = "ruin-recreate"
"""Our own."""


def _ruin_recreate() -> Engine:
    from optimizer.routing.ruin_recreate.ruin_recreate import RuinRecreate

    return RuinRecreate()


def _pyvrp() -> Engine:
    from optimizer.routing.pyvrp_engine import PyVrpEngine

    return PyVrpEngine()


def _or_tools() -> Engine:
    from optimizer.routing.or_tools.or_tools_engine import OrToolsEngine

    return OrToolsEngine()


ENGINES: Mapping[str, Callable[[], Engine]] = {
    DEFAULT_ENGINE: _ruin_recreate,
    "pyvrp": _pyvrp,
    "or-tools": _or_tools,
}

TOGETHER = "together"
"""Name of all engines together: the best of them for the problem."""


def engine_of(name: str, threads: int = 1) -> Engine:
    """The engine of a name; all together use as many threads as they may."""
    if name == TOGETHER:
        from optimizer.routing.choose.chosen import Chosen

        return Chosen(threads)
    return ENGINES[name]()
