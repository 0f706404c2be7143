"""From road files to a network: reading, simplifying, speeds, limits and turn rules."""
