"""Passwords of databases: from the environment or the computer's keyring, kept nowhere else."""

import logging
import os

from domain.errors import EnvironmentFault
from domain.message import message
from planning.reading.database.address import PASSWORD_VARIABLE, parse_address

log = logging.getLogger(__name__)

SERVICE = "wayloom"
"""Name under which the keyring keeps passwords."""


def password_of(address: str) -> str | None:
    """The password of a database; None where neither environment nor keyring has one.

    Parameters
    ----------
    address
        Address without its password.

    Raises
    ------
    InputError
        If the address is none.
    """
    name = str(parse_address(address))
    return os.environ.get(PASSWORD_VARIABLE) or _from_keyring(name)


def _from_keyring(name: str) -> str | None:
    """What the keyring has; a keyring that is missing, locked or broken has nothing."""
    try:
        import keyring

        return keyring.get_password(SERVICE, name)
    except Exception as error:
        log.info("no password from the keyring: %s", type(error).__name__)
        return None


def keep_password(address: str, password: str) -> None:
    """Keep the password of a database in the computer's keyring.

    Raises
    ------
    EnvironmentFault
        If there is no keyring, or it refuses.
    """
    name = str(parse_address(address))
    try:
        import keyring

        keyring.set_password(SERVICE, name, password)
    except Exception as error:
        log.info("the keyring keeps no password: %s", type(error).__name__)
        fault = EnvironmentFault(message("database.no_keyring", variable=PASSWORD_VARIABLE))
    else:
        return
    raise fault
