from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Utf8Request(WSGIRequest):
    """A request whose text is UTF-8, as all our forms and addresses are, whatever encoding it names.

    Django believes a request, and some encodings that Python knows turn no bytes into text (rot13) or fail (idna): before any middleware
    is asked, so that the answer would be a fault of ours.
    """

    @property
    def encoding(self) -> str | None:
        return None  # Django's word for the site's own, DEFAULT_CHARSET

    @encoding.setter
    def encoding(self, value: str | None) -> None: ...


class Utf8Handler(WSGIHandler):
    """The web server's way into Heard."""

    request_class = Utf8Request
