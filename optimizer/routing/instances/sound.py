"""Numbers of an instance file, each looked at before it is used."""

from collections.abc import Sequence

from domain.message import Message, message
from domain.travel import UNREACHABLE_M
from optimizer.routing.instances.instance import MOST_CUSTOMERS, RoutingInstance, Site

LARGEST_NUMBER = 10**9


class Unsound(Exception):
    """Something in an instance that cannot be, and where it stands.

    Attributes
    ----------
    section
        Part of the file, as a person is told it.
    row
        Line of the file; 0 where only the rest is known.
    site, part
        Number of the site that is wrong, and the section with its row; -1 for none.
    """

    def __init__(
        self, said: Message, section: str = "", *, row: int = 0, site: int = -1, part: str = ""
    ) -> None:
        super().__init__(said.code)
        self.said = said
        self.section = section
        self.row = row
        self.site = site
        self.part = part


def number(text: str, section: str, row: int = 0) -> float:
    """A number that is not absurdly large."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) <= LARGEST_NUMBER:
        raise Unsound(message("instance.bad_number", value=text[:40]), section, row=row)
    return value


def whole(text: str, section: str, least: int = 0, row: int = 0) -> int:
    """A whole number that is not less than `least`."""
    value = number(text, section, row)
    if value != int(value) or value < least:
        raise Unsound(message("instance.bad_number", value=text[:40]), section, row=row)
    return int(value)


def refuse_size(customers: int) -> None:
    """Refuse an instance without customers, and one whose matrix would fill the memory."""
    if customers < 1:
        raise Unsound(message("instance.no_customers"))
    if customers > MOST_CUSTOMERS:
        raise Unsound(message("instance.too_large", customers=customers, most=MOST_CUSTOMERS))


def refuse_unsound(instance: RoutingInstance) -> None:
    """Refuse what no solver could be asked."""
    for i, site in enumerate(instance.sites):
        if site.due is not None and site.due < site.ready:
            raise Unsound(message("instance.bad_customer", customer=i), site=i, part="TIME_WINDOW")
        if site.demand and site.backhaul:
            raise Unsound(message("instance.two_ways", customer=i), site=i, part="BACKHAUL")
        if i < instance.depots and (site.demand or site.backhaul or site.service or site.prize):
            given = zip(
                ("DEMAND", "BACKHAUL", "SERVICE_TIME", "PRIZE"),
                (site.demand, site.backhaul, site.service, site.prize),
                strict=True,
            )
            part = next(name for name, value in given if value)
            raise Unsound(message("instance.busy_depot", depot=i), site=i, part=part)
    if longest_way(instance.sites) * instance.counting.scale >= UNREACHABLE_M:
        raise Unsound(message("instance.too_wide"), "NODE_COORD_SECTION")


def longest_way(sites: Sequence[Site]) -> float:
    """No two sites are farther from each other than this."""
    width = max(site.x for site in sites) - min(site.x for site in sites)
    height = max(site.y for site in sites) - min(site.y for site in sites)
    return width + height
