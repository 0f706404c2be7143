"""Why the stock plan orders what it orders: sums, causes, other quantities, what would change."""
