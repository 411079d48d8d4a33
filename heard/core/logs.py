"""What may be written to a log: which page went wrong and where in the code, never an address, which can hold somebody's key, nor a row."""

import logging
import re
from typing import Any

_VALUES = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\n(?:The above exception|During handling) |\Z)", re.DOTALL)
"""What PostgreSQL adds to an error: the row it refused, word for word, up to the next error of the trace or its end."""


class RouteOnly(logging.Filter):
    """Replaces a request's address in whatever Django logs about it by the pattern that it matched."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            pattern = f"/{match.route}" if match else "an address that does not exist"
            record.args = tuple(pattern if _is_address(each, request) else each for each in record.args)
        return True


class WithoutValues(logging.Formatter):
    """Traces without the values that the database refused: they are people's words."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's name)
        return _VALUES.sub("", super().formatException(ei))


def _is_address(logged: object, request: Any) -> bool:
    return isinstance(logged, str) and logged in {request.path, request.path_info, request.get_full_path()}
