"""Goals of routing: against four peers, at the hour, on rich days, and as days grow."""
