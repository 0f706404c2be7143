"""Stock alerts."""
