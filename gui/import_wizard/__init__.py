"""The dialog that brings a company's own data into a project."""
