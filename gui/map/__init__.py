"""The map of the window: a page of our own in QtWebEngine, over tiles painted from the roads."""
