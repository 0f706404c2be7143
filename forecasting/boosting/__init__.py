"""Gradient-boosted trees over all series at once: LightGBM."""
