"""Errors that a person can be told about. Views turn them into messages; nothing else catches them.

The message of each is a sentence for the person who acted.
"""

from django.http import Http404

REFUSED = "heard.refused"
"""In the environ of a request whose body was not taken (`heard.config.bridge`): the status to answer with (`heard.ui.middleware`)."""


class DomainError(Exception):
    """A rule of Heard said no."""


class NotSetUp(Http404):
    """The site has nothing yet that the page needs, such as a region. The page is there once it has."""


class NotAllowed(DomainError):
    """The actor may not do this."""


class WrongState(DomainError):
    """The thing is no longer in a state where this can be done."""


class ChangedSince(WrongState):
    """Somebody changed it since it was opened; show both and let the person decide again."""


class TooMany(DomainError):
    """Too many attempts for now; `wait` is the number of seconds after which to try again."""

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class NotAcceptable(DomainError):
    """What was given cannot be accepted; `field` names the form field the message belongs beside."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
