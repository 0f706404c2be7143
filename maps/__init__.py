"""Roads: their import and cache, travel times, geometry, and the picture of a plan on the map."""
