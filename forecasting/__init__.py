"""Demand history to demand distributions.

The room's one door is `forecasting.forecast_demand.forecast_demand`. torch is imported only when
a network is trained or used, so that importing this room costs nothing.
"""
