"""Addresses of databases, and what must never stand in them."""

import re
from urllib.parse import parse_qsl, urlsplit

_IS_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
_PASSWORD_KEYS = {"password", "passwd", "pwd", "sslpassword", "passphrase"}


def is_address(text: str) -> bool:
    """Whether a text is the address of a database, not a path."""
    return _IS_ADDRESS.match(text) is not None


def holds_password(text: str) -> bool:
    """Whether an address holds a password, even where it is odd otherwise."""
    if not is_address(text):
        return False
    behind = text.partition("://")[2]
    person = behind.rpartition("@")[0]
    if ":" in person.partition("?")[0]:
        return True
    keys = {key.lower() for key, _ in parse_qsl(_query(text), keep_blank_values=True)}
    return bool(keys & _PASSWORD_KEYS)


def without_password(text: str) -> str:
    """An address whose password may be shown nowhere, without it."""
    scheme, mark, behind = text.partition("://")
    person, at, rest = behind.rpartition("@")
    query = rest.find("?")
    if query >= 0 and holds_password(f"{scheme}{mark}{rest}"):
        rest = rest[:query]
    return f"{scheme}{mark}{person.partition(':')[0]}{at}{rest}"


def _query(text: str) -> str:
    try:
        return urlsplit(text).query
    except ValueError:
        return text.partition("?")[2]
