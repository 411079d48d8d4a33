"""Where editors begin: what waits for them, and the way to everything that Heard says about itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.accounts.audiences import editors
from heard.core import clock
from heard.pages import queries
from heard.pages.models import Kind
from heard.pages.presenters import editing as presenters
from heard.pages.views.asked import places


@editors
@require_safe
def editing(request: HttpRequest) -> HttpResponse:
    """What waits: written and not published, scheduled, to be read again, behind what it was made from, or behind what Heard brings."""
    known = places()
    lists = {
        "drafts": queries.drafts(),
        "scheduled": queries.scheduled(),
        "behind": queries.behind(),
        "house": queries.house_changed(),
    }
    context = {name: presenters.text_lines(texts, known) for name, texts in lists.items()}
    return render(request, "pages/editing/front.html", context | {"reviews": queries.to_review()[: queries.WAITING]})


@editors
@require_safe
def page_list(request: HttpRequest) -> HttpResponse:
    """Every page by its address, with its texts."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    found = queries.all_pages(kind=kind)
    lines = presenters.page_lines(found, queries.texts_of(each.pk for each in found), places(), today=clock.today())
    return render(request, "pages/editing/list.html", {"pages": lines, "kinds": presenters.kind_tabs(Kind.choices, kind)})
