"""Goals of files: everything bad located, nothing acknowledged lost, all of it in time."""
