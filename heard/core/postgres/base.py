import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is kept between requests and looked at before it is used again."""

    def get_connection_params(self) -> dict[str, Any]:
        """As Django has them, and prepared statements are planned once for all parameters.

        Left to itself, the server plans a statement anew for each page when some branches hold many stories and others few, which takes
        longer than reading the page. What must be planned for its parameters is not prepared (`heard.core.prepared`).
        What the settings' own `options` say comes last and holds.
        """
        params: dict[str, Any] = super().get_connection_params()
        params["options"] = f"-c plan_cache_mode=force_generic_plan {params.get('options', '')}".strip()
        return params

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
