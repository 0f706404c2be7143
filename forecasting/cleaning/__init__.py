"""What cannot be demand is found, told and settled before anything learns from it."""
