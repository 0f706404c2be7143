"""What is likely to be ordered and moved on later days, a row per line."""

from collections.abc import Iterable

from domain.supply import LaterSupply
from gui.pages.supply_table import SupplyTable


class LaterTable(SupplyTable[LaterSupply]):
    """Lists it by the day it is likely to be ordered."""

    def title(self) -> str:
        """What the table is called."""
        return self.tr("Likely to be ordered and moved later")

    def empty_sentence(self) -> str:
        """Why there are no rows."""
        return self.tr("Nothing is likely to be ordered or moved on later days.")

    def lines(self) -> Iterable[tuple[bool, LaterSupply]]:
        """The lines, the earliest first."""
        plan, dataset = self.session.plan, self.session.shown_dataset
        if plan is None or dataset is None:
            return
        warehouses = {warehouse.warehouse_id for warehouse in dataset.warehouses}
        for line in sorted(plan.later_supply, key=lambda line: line.order_date):
            yield line.from_id in warehouses, line
