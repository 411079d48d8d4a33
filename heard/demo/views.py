"""The demo's own pages: whom to be, and the mailbox. Outside a demo every one of them is 404."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.actions import authors
from heard.accounts.policies import DEMO_SIGN_IN, author_of
from heard.core import links
from heard.core.access import never_kept
from heard.core.keyset import read_cursor
from heard.demo import queries
from heard.demo.audiences import in_a_demo
from heard.demo.forms import WhoseMail
from heard.demo.presenters import shown
from heard.media.presenters import film_html
from heard.ui import look

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@in_a_demo
@never_kept
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whom one click lets you be, and what each can do."""
    everybody = queries.demo_people()
    regions = queries.demo_regions(everybody)
    elsewhere = [person for region in regions for person in region.people]
    context = {
        "members": [person for person in everybody if not person.for_heard and person not in elsewhere],
        "for_heard": [person for person in everybody if person.for_heard and person not in elsewhere],
        "regions": regions,
        "tour": queries.tour_story(),
        "tour_key": queries.tour_key(),
        "film": film_html(film.key) if (film := queries.demo_film()) else None,
        "film_is_made": queries.film_is_missing(),
        "is_author": author_of(request.session) is not None,
    }
    return render(request, "demo/people.html", context)


@in_a_demo
@require_POST
def be_person(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign in as one of those on the page, and as nobody else."""
    person = queries.person_to_be(slug)
    if person is None:
        raise Http404
    _leave(request)
    login(request, person, backend=BACKEND)
    request.session[DEMO_SIGN_IN] = True
    return redirect(links.to("after-sign-in"))


@in_a_demo
@require_POST
def be_author(request: HttpRequest) -> HttpResponse:
    """Come in as the author of the tour's story, as with its story key."""
    author = queries.tour_author()
    if author is None:
        raise Http404
    _leave(request)
    authors.come_in(request.session, author)
    return redirect(links.to("my-story"))


@in_a_demo
@require_POST
def be_nobody(request: HttpRequest) -> HttpResponse:
    """Be a stranger again."""
    _leave(request)
    return redirect("demo:people")


@in_a_demo
@never_kept
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Everything that was sent in the last week, newest first."""
    form = WhoseMail(request.GET, addresses=queries.mailbox_addresses())
    to = form.cleaned_data["to"] if form.is_valid() else ""
    page = queries.mailbox_page(to=to, cursor=read_cursor(request.GET.get("page", ""), like=[int]))
    return render(
        request,
        "demo/mailbox.html",
        {"form": form, "to": to, "page": page, "newer": _address(to, page.newer), "older": _address(to, page.older)},
    )


@in_a_demo
@never_kept
@require_safe
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message, with its links."""
    found = queries.message(number)
    if found is None:
        raise Http404
    return render(request, "demo/message.html", {"message": shown(found)})


def _leave(request: HttpRequest) -> None:
    """Be nobody: whoever this session was, it no longer is. Only how pages look stays."""
    chosen = look.of(request)
    request.session.flush()
    look.choose(request, chosen)


def _address(to: str, page: str | None) -> str | None:
    if page is None:
        return None
    return f"?{urlencode({name: value for name, value in (('to', to), ('page', page)) if value})}"
