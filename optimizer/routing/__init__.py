"""Which vehicle serves which orders, in which sequence."""
