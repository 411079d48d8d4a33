from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from heard.core import health
from heard.core.access import public


@public
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether web, database and worker are well: 200 if all are, else 503."""
    found = health.answers()
    answer = JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)
    # Django would log every 503 as an error; here it is an answer like the other.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return answer
