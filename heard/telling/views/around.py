"""Around the questions: beginning, leaving, coming back, help, and the page after sending."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.actions import authors
from heard.core import links, proofs
from heard.core.access import never_kept, public
from heard.stories.presenters import emails_come, region_of, when_read
from heard.stories.queries import speaks_of_danger, story_of
from heard.telling import presenters
from heard.telling.actions import drafts
from heard.telling.presenters import telling_frame
from heard.telling.queries import missing_to_open
from heard.telling.views.journey import JOURNEY
from heard.telling.views.visits import Visit, closed, elsewhere, give_key, key_beside, key_of, telling_page


def _to(page: str) -> HttpResponse:
    return redirect(JOURNEY.view, page=page)


@telling_page
def begin(visit: Visit) -> HttpResponse:
    """Before anything is typed: what this is and is not, who reads it, what happens next."""
    if missing := missing_to_open(visit.region):
        return closed(visit.request, visit, missing)
    story = story_of(visit.author) if visit.author else None
    context = telling_frame(visit.region) | presenters.promises(visit.region) | {"draft": visit.draft, "story": story}
    context |= {"about": visit.about, "when_read": when_read(visit.region), "read_in": presenters.read_in(visit.region)}
    context |= {"complain": links.on_site_of(visit.region.pk, links.to("complain"))}
    return render(visit.request, "telling/begin.html", context)


@public
@never_kept
@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    """Tell another story: this device forgets whose story was open. That one stays, under its key."""
    authors.go_out(request.session)
    return _to(JOURNEY.first.name)


@public
@never_kept
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Leave quickly: this device forgets whose story was open, and is somewhere harmless. Works as a plain link."""
    away = region_of(request).leave_to
    authors.go_out(request.session)
    return redirect(away)


@telling_page
def resume(visit: Visit) -> HttpResponse:
    """Go on with a draft where it was left; where no story is open, its key is asked for first."""
    if visit.author is None:
        return redirect_to_login(visit.request.path, links.to("enter-key"))
    if visit.draft is None:
        return elsewhere(visit)
    return _to(visit.draft.furthest)


@telling_page
def later(visit: Visit) -> HttpResponse:
    """Saved: here is the key to come back with."""
    if visit.author is None or visit.draft is None:
        return elsewhere(visit)
    if visit.sends and not visit.trouble:
        authors.key_is_safe(visit.author)
        return redirect("telling:later")
    context = telling_frame(visit.region) | key_of(visit.request, visit.author) | {"draft": visit.draft, "trouble": visit.trouble}
    return render(visit.request, "telling/later.html", context)


@telling_page
def help_first(visit: Visit) -> HttpResponse:
    """Somebody may be in danger: help, before the page that would have come. What was written is kept, and one click goes on."""
    on = visit.request.GET.get("on", "")
    on = on if on in JOURNEY else JOURNEY.first.name
    if not visit.sends:
        key = key_beside(visit) if visit.draft is not None else None  # many will stop here: the way back is on this page
        about = {"draft": visit.draft, "on": on, "sent": visit.has_sent, "story_key": key}
        return render(visit.request, "telling/help.html", telling_frame(visit.region) | about)
    if visit.draft is None or visit.author is None:
        return elsewhere(visit)
    if not visit.trouble:  # without the cookie's token nothing is changed; the way on is open all the same
        drafts.note_help_shown(draft_id=visit.draft.pk, by=visit.author)
        if "later" in visit.data:
            give_key(visit.author)
            return redirect("telling:later")
    return _to(on)


@telling_page
def sent(visit: Visit) -> HttpResponse:
    """Thank you; the key, until the author says that it is safe; what happens next."""
    story = story_of(visit.author) if visit.author else None
    if visit.author is None or story is None:
        return elsewhere(visit)
    if visit.sends and not visit.trouble:
        authors.key_is_safe(visit.author)
        return redirect("telling:sent")
    context = telling_frame(story.region) | presenters.promises(story.region) | key_of(visit.request, visit.author)
    context |= {
        "read_in": presenters.read_in(story.region),
        "there": links.on_site_of(story.region_id, links.to("home")),
        "in_danger": speaks_of_danger(story),
        "when_read": when_read(story.region),
    }
    context |= {"story": story, "trouble": visit.trouble, "emails_come": emails_come(story.region)}
    return render(visit.request, "telling/sent.html", context | presenters.reachable(visit.author))


@public
@never_kept
@require_safe
def proof(request: HttpRequest) -> JsonResponse:
    """A challenge for the widget of a page that asks for a proof of work. The same for everybody: it knows nothing of who asks."""
    return JsonResponse(proofs.challenge())
