"""A customizable contraction hierarchy: least weights between many places at once."""
