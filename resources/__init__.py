"""Files that travel with the program: sample day, translations."""
