from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heard.core.access import public
from heard.media.queries import copy_of
from heard.media.rules.pictures import FORMATS

KEPT_SECONDS = 3600
"""How long browsers keep a copy without asking: so long a picture may still be seen once it was taken away."""


@public
@require_safe
def picture(request: HttpRequest, key: str, width: int, ending: str) -> HttpResponse:
    """One copy of a picture. Whoever knows its address may see it: it stands on the pages that show it, and nobody can guess it."""
    kind = FORMATS.get(ending)
    content = copy_of(key, width, ending) if kind else None
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer
