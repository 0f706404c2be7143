"""Find anything by a few letters: an action, an order, a customer, a vehicle, a SKU."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.session import Selection, Session

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: how it is shown, what finds it, what choosing it does."""

    text: str
    found_by: str
    choose: Callable[[], object]


class CommandPalette(QDialog):
    """A line to type in over a list of what it finds.

    Parameters
    ----------
    actions
        Actions of the window; those that are not possible now are left out.
    """

    def __init__(self, session: Session, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._session = session
        self._actions = actions
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._line = QLineEdit()
        self._list = QListWidget()
        self._list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._line)
        column.addWidget(self._list)
        self._line.textChanged.connect(self._search)
        self._line.returnPressed.connect(self._choose_current)
        self._line.installEventFilter(self)
        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self.setObjectName("palette")

    def open_over(self, owner: QWidget) -> None:
        """Show the palette near the top of a window, ready to type."""
        self._entries = [*self._action_entries(), *self._data_entries()]
        self._line.setPlaceholderText(self.tr("Order, customer, vehicle, SKU or action"))
        self._line.clear()
        self._search("")
        width = min(640, owner.width() - 80)
        self.resize(width, 420)
        self.move(owner.mapToGlobal(QPoint((owner.width() - width) // 2, 56)))
        self.show()
        self._line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._shown:
                row = (self._list.currentRow() + step) % len(self._shown)
                self._list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)

    def _action_entries(self) -> Iterator[Entry]:
        for action in self._actions:
            if action.isEnabled() and action.objectName() != "palette":
                keys = action.shortcut().toString()
                text = action.iconText() + (f"    {keys}" if keys else "")
                yield Entry(text, action.iconText().casefold(), action.trigger)

    def _data_entries(self) -> Iterator[Entry]:
        session = self._session
        dataset = session.shown_dataset
        if dataset is None:
            return
        for vehicle in dataset.vehicles:
            if session.route(vehicle.vehicle_id) is not None:
                yield self._entry(
                    (vehicle.vehicle_id, vehicle.name), Selection(vehicle_id=vehicle.vehicle_id)
                )
        for order in dataset.orders:
            yield self._entry(
                (order.order_id, order.customer_name, order.address),
                Selection(order_id=order.order_id),
            )
        for warehouse in dataset.warehouses:
            yield self._entry(
                (warehouse.warehouse_id, warehouse.name),
                Selection(place_id=warehouse.warehouse_id),
            )
        for product in dataset.products:
            yield self._entry((product.sku, product.name), Selection(item_id=product.sku))

    def _entry(self, parts: tuple[str, ...], selection: Selection) -> Entry:
        text = "   ".join(dict.fromkeys(part for part in parts if part))

        def choose() -> None:
            self._session.select(selection)

        return Entry(text, text.casefold(), choose)

    @Slot(str)
    def _search(self, typed: str) -> None:
        words = typed.casefold().split()
        self._shown = []
        for entry in self._entries:
            if all(word in entry.found_by for word in words):
                self._shown.append(entry)
                if len(self._shown) == SHOWN:
                    break
        self._list.clear()
        self._list.addItems([entry.text for entry in self._shown])
        if not self._shown:
            nothing = QListWidgetItem(self.tr("Nothing found."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(nothing)
            return
        self._list.setCurrentRow(0)

    @Slot()
    def _choose_current(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._choose(item)

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        chosen = self._shown[self._list.row(item)]
        self.close()
        chosen.choose()
