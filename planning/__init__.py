"""Reading data, the steps of a plan in order, and the files that come out."""
