"""Bringing a company's own data into a project: looked into, mapped, checked and mended."""
