import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is kept between requests and looked at before it is used again."""

    def is_usable(self) -> bool:
        """Whether the connection can be used: asked of the socket, and of the server only when the socket has news.

        A server that stops, is killed or ends the session closes its side, and an idle socket that can be read says so. A network that
        falls silent is noticed by TCP's keepalive. Asking `SELECT 1` at every request would be a third of the database's work for a page.
        """
        raw = self.connection
        if raw is None or raw.closed:
            return False
        if self.errors_occurred:
            return bool(super().is_usable())
        poll = select.poll()
        poll.register(raw.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        return not poll.poll(0) or bool(super().is_usable())
