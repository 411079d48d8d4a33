from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from heard.core import health
from heard.core.access import public


@public
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether web, database and worker are well: 200 if all are, else 503."""
    found = health.answers()
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)
