"""Files made of a plan for drivers and for other programs."""
