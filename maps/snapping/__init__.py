"""Where places meet the roads."""
