"""The engines by their names; each is imported only when it is asked for."""

from collections.abc import Callable, Mapping

from optimizer.routing.engine import Engine

DEFAULT_ENGINE = "ruin-recreate"


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
