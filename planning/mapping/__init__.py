"""From a company's own tables, names and units to those of a dataset."""
