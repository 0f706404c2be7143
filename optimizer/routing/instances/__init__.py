"""Published routing instances, read, solved and checked in their own cost conventions."""
