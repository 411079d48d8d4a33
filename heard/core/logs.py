"""What may be written to a log: which page went wrong, never its full address, which can hold somebody's key or words."""

import logging


class RouteOnly(logging.Filter):
    """Replaces the address in `django.request`'s messages by the pattern that it matched."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and len(record.args) == 2:
            match = getattr(request, "resolver_match", None)
            record.args = (record.args[0], f"/{match.route}" if match else "an address that does not exist")
        return True
