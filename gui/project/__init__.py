"""The project that is open: its tables as they are now, and what a person does to them."""
