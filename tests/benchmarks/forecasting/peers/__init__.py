"""Forecasts of other packages; run in whatever interpreter has them."""
