"""Compile the numeric kernels into the user's cache; `tooling/setup.sh` runs this module."""

from planning.environment import note_search_compiled, use_compiled_cache


def warm_up() -> None:
    """Leave nothing to be compiled by the first plan."""
    use_compiled_cache()
    from maps.warm_up import warm_up as warm_up_roads
    from optimizer.inventory.warm_up import warm_up as warm_up_stock
    from optimizer.routing.warm_up import warm_up as warm_up_routing

    warm_up_roads()
    warm_up_routing()
    warm_up_stock()
    note_search_compiled()


if __name__ == "__main__":
    warm_up()
