"""The roads of a region as arrays, and the cache that keeps them."""
