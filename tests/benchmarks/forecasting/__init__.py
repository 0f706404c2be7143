"""How good the demand forecasts are, on real histories, beside other packages."""
