"""Benchmarks and whole days on real data; apart from the tests, run by hand or `make bench`."""
