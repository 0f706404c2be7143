"""Sentences for tests: the code with its parameters, so that nothing is lost."""

from domain.message import Message


def say(message: Message) -> str:
    """The code of a message, and its parameters in order."""
    return " ".join([message.code, *(str(value) for value in message.parameters.values())])
