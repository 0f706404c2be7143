"""The default search: routes are ruined in strings of calls and recreated by cheap insertions."""
