"""The nouns of the application: immutable values, the travel protocol and the plan checker.

Standard library and numpy only. Every other room shares these values and none of them owns them.
"""

__version__ = "0.1.0"
