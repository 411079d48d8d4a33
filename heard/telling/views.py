"""Telling a story: one question a page, nothing lost, with or without JavaScript.

Whatever goes wrong with the way here (a page open too long, cookies refused, a form sent from an old page), what was typed comes back on
the page with a word about it, and nothing is saved until it is sent again. So these views check the form's token themselves.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.accounts.policies import author_of, has_proved, is_operator
from heard.accounts.queries import key_to_show
from heard.core import links, proofs, searches
from heard.core.access import never_kept, place_of, public
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, TooMany
from heard.core.texts.cleaning import clean_line
from heard.directory.forms import FindForm
from heard.directory.models import PROPOSED, Service
from heard.directory.queries import find_services, notes_about
from heard.directory.rules.positions import Position, postcode, rounded
from heard.regions.models import Region
from heard.regions.queries import in_miles
from heard.stories.models import AuthorRole
from heard.stories.presenters import notices_come, region_of, still_to_be_put_in, when_read
from heard.stories.queries import speaks_of_danger, story_of
from heard.stories.rules.signs import LOOKED_AT, calls_for_help
from heard.telling import presenters
from heard.telling.actions import drafts, rush
from heard.telling.forms import ConsentForm, NameForm, PageForm, PlaceForm, ReachForm, ServicesForm
from heard.telling.models import Draft
from heard.telling.presenters import telling_frame
from heard.telling.queries import draft_of, missing_to_open, place_with_a_page, services_of, standing_of, why_not_about
from heard.telling.rules import chosen_names, journey
from heard.telling.rules.opening import Needed
from heard.telling.rules.rush import Standing

AUTOSAVED = {"words", "hope", "title"}
FREELY = {"words", "hope", "title", "services", "good", "better", "feelings", "name"}
"""Pages with words of one's own."""
SHOWN = 20
"""Services shown for one search."""
LOOKED_FOR = "place-of-story"
"""Whose search it is, among those that a session may keep: its words, or where somebody is. Not in the address: the list of pages in a
browser is read by others.
"""
ELSEWHERE = {"look", "add", "remove", "none", "back", "later"}
"""Buttons of the page of places that are not “Continue”."""


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check, which says why instead of refusing."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def _is_forged(request: HttpRequest) -> bool:
    check = _TokenCheck(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, HttpResponse, (), {}) is not None


@dataclass(frozen=True)
class Visit:
    """One request of somebody who tells a story: what there is of it, and why it may not be saved just now, if so.

    `trouble` is "old" (the page was open too long, or its cookie did not come back) or "cookies" (it did not come back twice).
    """

    region: Region
    author: Author | None
    draft: Draft | None
    trouble: str = ""


def _visit(request: HttpRequest) -> Visit:
    trouble = ""
    if request.method == "POST" and _is_forged(request):
        cookie_came = settings.SESSION_COOKIE_NAME in request.COOKIES
        trouble = "cookies" if not cookie_came and "again" in request.POST else "old"
    author = author_of(request.session) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    return Visit(region_of(request), author, draft_of(author) if author else None, trouble)


def telling_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of telling: for anybody, kept by no browser, with the token checked so that what was typed is never lost."""

    @public
    @csrf_exempt
    @never_kept
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.region:  # type: ignore[attr-defined]
            return _closed(request, None, [Needed.REGION])
        try:
            request.POST.keys()  # read now, so that a form beyond all measure is met here
            visit = _visit(request)
        except RequestDataTooBig:
            return render(request, "telling/too_long.html", telling_frame(region_of(request)), status=413)
        return view(request, visit, *args, **kwargs)

    return page


# ---------------------------------------------------------------- where nobody could read it


def _closed(request: HttpRequest, visit: Visit | None, missing: list[Needed], *, status: int = 200) -> HttpResponse:
    """Nobody could read a story here: help, what is missing, and the key to what was written so far. Nothing is thanked for."""
    context = presenters.closed_frame(visit.region if visit else None, missing)
    author, draft = (visit.author, visit.draft) if visit else (None, None)
    if author is not None and draft is not None:
        _give_key(author)
        context |= _key_of(request, author)
    context |= {"draft": draft, "runs_heard": is_operator(request.user)}
    return render(request, "telling/closed.html", context, status=status)


# ---------------------------------------------------------------- beginning, leaving, coming back


@telling_page
def begin(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Before anything is typed: what this is and is not, who reads it, what happens next."""
    if missing := missing_to_open(visit.region):
        return _closed(request, visit, missing)
    story = story_of(visit.author) if visit.author else None
    context = telling_frame(visit.region) | presenters.promises(visit.region) | {"draft": visit.draft, "story": story}
    context["about"] = _about(request, visit.region)
    context["when_read"] = when_read(visit.region)
    return render(request, "telling/begin.html", context)


@dataclass(frozen=True)
class About:
    """The place from whose page somebody came to tell a story; and why none is taken about it here, if so."""

    place: Service
    refused: str = ""


def _about(request: HttpRequest, region: Region) -> About | None:
    """The place that the address or the form names, if any: public as its page is, so its key may stand in the address."""
    said = request.POST if request.method == "POST" else request.GET
    key = said.get("service", "")[:120].replace("\0", "")
    place = place_with_a_page(key) if key else None
    if place is not None and place.register == PROPOSED:
        return About(place, f"{still_to_be_put_in(place.name)} You can say in your own words that it was there.")
    return About(place, why_not_about(place, region_id=region.pk)) if place is not None else None


@public
@never_kept
@require_POST
def anew(request: HttpRequest) -> HttpResponse:
    """Tell another story: this device forgets whose story was open. That one stays, under its key."""
    authors.go_out(request.session)
    return redirect("telling:page", page="words")


@public
@never_kept
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Leave quickly: this device forgets whose story was open, and is somewhere harmless. Works as a plain link."""
    away = region_of(request).leave_to
    authors.go_out(request.session)
    return redirect(away)


@telling_page
def resume(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Go on with a draft where it was left; where no story is open, its key is asked for first."""
    if visit.author is None:
        return redirect_to_login(request.path, links.to("enter-key"))
    if visit.draft is None:
        return _elsewhere(visit)
    return redirect("telling:page", page=visit.draft.furthest)


@telling_page
def later(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Saved: here is the key to come back with."""
    if visit.author is None or visit.draft is None:
        return _elsewhere(visit)
    if request.method == "POST" and not visit.trouble:
        authors.key_is_safe(visit.author)
        return redirect("telling:later")
    context = telling_frame(visit.region) | _key_of(request, visit.author) | {"draft": visit.draft, "trouble": visit.trouble}
    return render(request, "telling/later.html", context)


@telling_page
def help_first(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Somebody may be in danger: help, before the page that would have come. What was written is kept, and one click goes on."""
    on = request.GET.get("on", "")
    on = on if on in journey.PAGES else "words"
    if request.method != "POST":
        key = _key_beside(request, visit.author) if visit.draft is not None else None  # many will stop here: the way back is on this page
        about = {"draft": visit.draft, "on": on, "sent": _has_sent(visit), "story_key": key}
        return render(request, "telling/help.html", telling_frame(visit.region) | about)
    if visit.draft is None or visit.author is None:
        return _elsewhere(visit)
    if not visit.trouble:  # without the cookie's token nothing is changed; the way on is open all the same
        drafts.note_help_shown(draft_id=visit.draft.pk, by=visit.author)
        if "later" in request.POST:
            _give_key(visit.author)
            return redirect("telling:later")
    return redirect("telling:page", page=on)


# ---------------------------------------------------------------- one question a page


@telling_page
def page(request: HttpRequest, visit: Visit, page: str) -> HttpResponse:
    """Any page between the first and the last."""
    own: dict[str, Callable[[HttpRequest, Visit], HttpResponse]] = {
        "services": _services,
        "reach": _reach,
        "check": _check,
        "consent": _consent,
    }
    return own[page](request, visit) if page in own else _one_question(request, visit, page)


def _one_question(request: HttpRequest, visit: Visit, page: str) -> HttpResponse:
    """A page with one question: save what was said, go on."""
    if request.method != "POST":
        if visit.draft is None and (page != "words" or _has_sent(visit)):
            return _elsewhere(visit)
        if visit.draft is None and missing_to_open(visit.region):
            return redirect("telling:begin")
        if visit.author is None and settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Whoever used this computer before may have noted its cookie: what is told now goes under another.
            request.session.cycle_key()
        return _show(request, visit, page, presenters.form_of(page, visit.draft, visit.region))
    form = presenters.form_of(page, visit.draft, visit.region, request.POST)
    if "X-Autosave" in request.headers:
        return _autosave(request, visit, page, form)
    if visit.trouble:
        return _show(request, visit, page, form, closed=_closed_too(request, visit), status=403)
    opened = _open_again(request, visit, page)
    if isinstance(opened, str):
        return _show(request, visit, page, form, closed=opened, status=403)
    visit = opened
    if visit.draft is None and ((page != "words" and "anew" not in request.POST) or _has_sent(visit)):
        return _elsewhere(visit)
    return _answer(request, visit, page, form)


def _answer(request: HttpRequest, visit: Visit, page: str, form: PageForm) -> HttpResponse:
    """What was typed on a page came in good order: save it and go where its button leads."""
    if not form.is_valid():
        if "back" in request.POST and visit.draft is not None:
            return _go(request, page)
        return _show(request, visit, page, form, status=422)
    if isinstance(form, NameForm) and "back" not in request.POST and (advice := form.advice()):
        return _show(request, visit, page, form, advice=advice, status=422)
    try:
        author = _save(request, visit, page, form)
    except ChangedSince:
        return _show(request, visit, page, form, changed=True, status=409)
    except rush.PlaceIsFull as full:
        return _show(request, visit, page, form, full=full)
    except Draft.DoesNotExist:  # it was sent meanwhile, by the other window
        return _elsewhere(visit)
    if visit.draft is None and missing_to_open(visit.region):  # the page was open from before: the words are kept, and that is said now
        return redirect("telling:begin")
    return _go(request, page, author)


def _save(request: HttpRequest, visit: Visit, page: str, form: PageForm) -> Author:
    came = _came(request)
    if visit.draft is None:
        came = rush.let_begin(region_id=visit.region.pk, size=Draft(**form.values()).size(), came=came)
    author = visit.author or authors.author_for(request.session)
    draft = visit.draft or drafts.begin_draft(region_id=visit.region.pk, author=author)
    about = _about(request, visit.region) if visit.draft is None else None
    if about and not about.refused:
        drafts.add_service(draft_id=draft.pk, service_id=about.place.pk, by=author)
    changes = drafts.Changes(**form.values(), furthest=_reached(request, page))
    if about and about.refused:  # the page was open from before: where it was is not lost
        changes = replace(changes, unknown_service=about.place.name)
    known = drafts.OpenPage(window=_window(request.POST), seen=request.POST.get("seen", ""))
    drafts.save_draft(draft_id=draft.pk, changes=changes, page=known, came=came, by=author)
    authors.stay(request.session)
    return author


def _came(request: HttpRequest) -> rush.Came:
    """Where this came from, which is counted and not kept, and the proof of work that the page carried, if any."""
    return rush.Came(place_of(request), request.POST.get(proofs.FIELD, ""))


def _window(said: QueryDict) -> str:
    """Which open page this is: some sixteen letters that it was given, whatever a program sends."""
    return said.get("window", "").replace("\0", "")[:32]


def _autosave(request: HttpRequest, visit: Visit, page: str, form: PageForm) -> HttpResponse:
    """What is being typed, saved quietly by the page itself: an empty answer when it is, an error when it is not."""
    if visit.trouble or page not in AUTOSAVED or (visit.draft is None and (page != "words" or "draft" in request.POST or _has_sent(visit))):
        return HttpResponse(status=403)
    if not form.is_valid():
        return HttpResponse(status=422 if request.POST.get("words") else 204)
    try:
        _save(request, visit, page, form)
    except (ChangedSince, Draft.DoesNotExist):
        return HttpResponse(status=409)
    except rush.PlaceIsFull as full:
        return HttpResponse(status=429, headers={"Retry-After": str(full.wait)})
    return HttpResponse(status=204)


def _open_again(request: HttpRequest, visit: Visit, page: str) -> Visit | str:
    """The visit, with its draft opened again by key where the session had ended; or why it is still closed, in words.

    A page of a draft says so (`draft`), so that words written on are not taken for the beginning of another story.
    """
    if visit.author is not None or "anew" in request.POST or (page == "words" and "draft" not in request.POST):
        return visit
    typed = request.POST.get("story_key", "")
    if not typed.strip():
        return "Enter the four words of your story key" if "story_key" in request.POST else "closed"
    try:
        author = authors.enter_key(words=typed, place=place_of(request), region_id=visit.region.pk)
    except (NotAcceptable, TooMany) as refused:
        return str(refused)
    authors.come_in(request.session, author)
    return Visit(visit.region, author, draft_of(author))


def _closed_too(request: HttpRequest, visit: Visit) -> str:
    """Whether a page whose form came too late is one of a story that is closed by now: then its key is asked for at once, not after one
    more press of the button.
    """
    return "closed" if visit.author is None and visit.trouble == "old" and "draft" in request.POST else ""


def _has_sent(visit: Visit) -> bool:
    return visit.author is not None and story_of(visit.author) is not None


def _elsewhere(visit: Visit) -> HttpResponse:
    """There is no draft for this page: it was sent, or never begun here."""
    return redirect("telling:sent" if _has_sent(visit) else "telling:begin")


def _reached(request: HttpRequest, page: str) -> str:
    """Where a draft is gone on with: the page after, once somebody pressed “Continue” here."""
    stays = (ELSEWHERE - {"none"}) & set(request.POST) or "X-Autosave" in request.headers
    return page if stays else journey.after(page)


def _go(request: HttpRequest, page: str, author: Author | None = None) -> HttpResponse:
    """Where the button that was pressed leads. Whoever has saved something has a key from then on: the next page offers it. Where somebody
    may be in danger, help comes first, once.
    """
    if author is not None and author.key_digest is None:
        _give_key(author)
    later = "later" in request.POST and "back" not in request.POST and author is not None
    if "back" in request.POST:
        on = journey.before(page) or "words"
    elif later:
        on = page  # there is none after the last
    elif "anew" in request.POST and page != "words":
        on = "words"  # a new story begins with its words; what was typed here is in it already
    elif request.POST.get("to") == "check":
        on = "check"
    else:
        on = journey.after(page)
    if author is not None and _help_is_due(author, page):
        return redirect(f"{reverse('telling:help')}?{urlencode({'on': on})}")
    return redirect("telling:later") if later else redirect("telling:page", page=on)


def _help_is_due(author: Author, page: str) -> bool:
    draft = draft_of(author)
    if draft is None or draft.help or page not in FREELY:
        return draft is not None and draft.help == Draft.Help.DUE
    try:
        return drafts.look_for_danger(draft_id=draft.pk, by=author)
    except Draft.DoesNotExist:  # it was sent meanwhile, by the other window
        return False


def _give_key(author: Author) -> None:
    """See that the author has a key to come back with; one that is safe already stays as it is."""
    try:
        authors.give_key(author)
    except NotAllowed:
        return


def _key_of(request: HttpRequest, author: Author) -> dict[str, Any]:
    """The four words, if this session may see them again; else whether the PIN is what is missing."""
    words = key_to_show(author, request.session)
    return {"key": words.split() if words else None, "pin_first": not has_proved(request.session, author)}


def _key_beside(request: HttpRequest, author: Author | None) -> dict[str, Any] | None:
    """What stands beside “Leave quickly” about the key of a story that is being told; None while there is no key."""
    return _key_of(request, author) if author is not None and author.key_digest is not None else None


def _show(
    request: HttpRequest,
    visit: Visit,
    page: str,
    form: Any,
    *,
    status: int = 200,
    closed: str = "",
    advice: list[str] | None = None,
    changed: bool = False,
    full: rush.PlaceIsFull | None = None,
    **more: Any,
) -> HttpResponse:
    """A page of telling. `closed`: the session had ended, and the key is asked for; `changed`: another window saved something else; `full`:
    nothing more is kept from this place in this hour, and the page says how to go on.
    """
    names = getattr(form, "fields_of_draft", ())
    said = request.POST if request.method == "POST" else request.GET
    # A page that comes back with what was typed is still the same window, and knows no more than it did.
    keeps_its_mark = request.method == "POST" and not changed and "seen" in said
    context = {
        "page": page,
        "step": journey.STEP[page],
        "steps": journey.STEPS,
        "form": form,
        "draft": visit.draft,
        "is_of_draft": visit.draft is not None or "draft" in request.POST,
        "window": (_window(said) if keeps_its_mark else "") or secrets.token_hex(8),
        "seen": said["seen"] if keeps_its_mark else (visit.draft or Draft()).mark(names),
        "to": "check" if said.get("to") == "check" else "",
        "first": journey.before(page) is None,
        "autosaves": page in AUTOSAVED,
        "trouble": visit.trouble,
        "closed": closed,
        "advice": advice or [],
        "in_danger": _may_be_in_danger(request, visit, names),
        "stored": presenters.stored_words(visit.draft, names) if changed and visit.draft is not None else "",
        "changed": changed,
        "full": presenters.no_room(visit.region, too_long=full.too_long, asks=full.asks) if full else None,
        "asks_proof": full.asks if full else _asks_proof(request, visit),
        "story_key": _key_beside(request, visit.author),
        "offers_key": page == journey.after("words"),
        "about": _about(request, visit.region) if page == "words" and visit.draft is None else None,
    }
    frame = telling_frame(visit.region) | presenters.about_page(page, visit.region, visit.draft)
    response = render(request, f"telling/{page}.html", frame | context | more, status=429 if full else status)
    if full:
        response["Retry-After"] = str(full.wait)
    return response


def _may_be_in_danger(request: HttpRequest, visit: Visit, names: Iterable[str]) -> bool:
    """Whether help stands at the top: the draft called for it, or what was just typed and is not saved does."""
    if visit.draft is not None and visit.draft.help:
        return True
    typed = [value for name in names for value in request.POST.getlist(name)]
    return bool(typed) and calls_for_help("\n\n".join(typed)[:LOOKED_AT])


def _asks_proof(request: HttpRequest, visit: Visit) -> bool:
    """Whether this page carries the proof of work: a draft was asked for one, or it is about to be begun in a rush."""
    if visit.draft is not None:
        return visit.draft.proof == Draft.Proof.ASKED
    return standing_of(visit.region.pk, place_of(request)) >= Standing.ASKED


@public
@never_kept
@require_safe
def proof(request: HttpRequest) -> JsonResponse:
    """A challenge for the widget of a page that asks for a proof of work. The same for everybody: it knows nothing of who asks."""
    return JsonResponse(proofs.challenge())


# ---------------------------------------------------------------- pages that are more than one question


def _services(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where it was: find services and put them on a list, or say in words what cannot be found."""
    draft = visit.draft
    form = ServicesForm(request.POST or None, initial={"unknown_service": draft.unknown_service if draft else ""})
    if visit.trouble:
        return _show(request, visit, "services", form, closed=_closed_too(request, visit), status=403, found=None, **_chosen(draft))
    if request.method == "POST" and draft is None:
        opened = _open_again(request, visit, "services")
        if isinstance(opened, str):
            return _show(request, visit, "services", form, status=403, closed=opened, found=None, **_chosen(None))
        visit, draft = opened, opened.draft
    if draft is None or visit.author is None:
        return _elsewhere(visit)
    if request.method != "POST":
        return _show_places(request, visit, draft)
    if not form.is_valid():
        return _show(request, visit, "services", form, status=422, found=None, **_chosen(draft))
    return _answer_services(request, visit, draft, form)


@dataclass(frozen=True)
class Looked:
    """An author's last search for a place: its words, or where they were. `told`: “Continue” was pressed with nothing chosen, and the page
    said so; it does that once.
    """

    words: str = ""
    near: Position | None = None
    told: bool = False


def _looked(request: HttpRequest, draft: Draft) -> Looked:
    kept = searches.kept(request.session, LOOKED_FOR)
    if not kept or kept["whose"] != draft.author_id:
        return Looked()
    return Looked(kept["words"], rounded(*kept["near"]) if kept["near"] else None, kept["told"])


def _keep_looked(request: HttpRequest, draft: Draft, looked: Looked | None) -> None:
    if looked is None:
        searches.forget(request.session, LOOKED_FOR)
        return
    near = [looked.near.latitude, looked.near.longitude] if looked.near else None
    searches.keep(request.session, LOOKED_FOR, {"whose": draft.author_id, "words": looked.words, "near": near, "told": looked.told})


def _show_places(request: HttpRequest, visit: Visit, draft: Draft) -> HttpResponse:
    """The places of the story, and what was found for the last search: also after “Back”, since a search is kept and not only answered."""
    looked = _looked(request, draft)
    form = ServicesForm(initial={"unknown_service": draft.unknown_service, "find": looked.words})
    found = (
        find_services(looked.words, near=looked.near, limit=SHOWN, region_id=draft.region_id, to_tell=True)
        if looked.words or looked.near
        else None
    )
    more: dict[str, Any] = {"found": found, "near": looked.near is not None, "looked_for": looked.words, "told": looked.told}
    more["notes"] = notes_about(looked.words, region_id=draft.region_id)
    more |= {"is_postcode": postcode(looked.words) is not None, "miles": in_miles(draft.region_id)}
    return _show(request, visit, "services", form, **_chosen(draft), all_shown=SHOWN, **more)


def _chosen(draft: Draft | None) -> dict[str, Any]:
    chosen = services_of(draft) if draft else []
    return {"chosen": chosen, "after_closing": presenters.after_closing(chosen)}


def _answer_services(request: HttpRequest, visit: Visit, draft: Draft, form: ServicesForm) -> HttpResponse:
    """Save, add or take off a place, look for one, or go on. A place that was typed and not chosen is looked for, and asked about, once."""
    author = visit.author
    if author is None:
        return _elsewhere(visit)
    wanted, looked = form.cleaned_data["find"], _looked(request, draft)
    goes_on = not ELSEWHERE & set(request.POST)
    tells = goes_on and not looked.told and _is_undecided(draft, form, looked)
    changes = drafts.Changes(
        unknown_service=_unknown(request, draft, form, leaves=(goes_on and not tells) or "later" in request.POST),
        furthest="services" if tells else _reached(request, "services"),
    )
    try:
        _keep_places(request, draft, changes, by=author)
    except Draft.DoesNotExist:
        return _elsewhere(visit)
    except rush.PlaceIsFull as full:
        return _show(request, visit, "services", form, full=full, found=None, **_chosen(draft))
    except NotAcceptable as refused:
        form.add_error(None, str(refused))
        return _show(request, visit, "services", form, status=422, found=None, **_chosen(draft))
    authors.stay(request.session)
    if tells:
        _keep_looked(request, draft, Looked(wanted, None if wanted else looked.near, told=True))
        return redirect(_places(request, part="found-title"))
    if "look" in request.POST:
        return _look(request, visit, draft, form)
    if {"add", "remove"} & set(request.POST):
        _keep_looked(request, draft, Looked(wanted) if wanted and "remove" in request.POST else None)
        return redirect(_places(request, part="chosen-title"))
    if wanted and "none" not in request.POST:
        _keep_looked(request, draft, Looked(wanted, told=looked.told))
    elif looked.words:
        _keep_looked(request, draft, None)
    return _go(request, "services", author)


def _is_undecided(draft: Draft, form: ServicesForm, looked: Looked) -> bool:
    """Whether somebody who goes on typed a place that they have neither looked for nor chosen, nor told us of in other words."""
    wanted, said = form.cleaned_data["find"], form.cleaned_data["unknown_service"]
    if wanted:
        return wanted != looked.words or not said
    return looked.near is not None and not said and not draft.services.exists()


def _unknown(request: HttpRequest, draft: Draft, form: ServicesForm, *, leaves: bool) -> str:
    """What the author said of a place that is not on the list: in the box for that, or by saying that it is none of those that were found.
    One that was typed and not added counts, if there are no other words about it and whoever typed it `leaves` the page.
    """
    said: str = form.cleaned_data["unknown_service"]
    if none := " ".join(clean_line(request.POST.get("none", "")).split())[:120]:
        both = said if none.casefold() in said.casefold() else f"{said}\n{none}".strip()
        # Whoever says it of one search after another has said enough: the box must take what we put into it.
        return both if len(both) <= ServicesForm.MOST_UNKNOWN else said
    in_vain = leaves and not said and not draft.services.exists()
    return form.cleaned_data["find"] if in_vain else said


def _keep_places(request: HttpRequest, draft: Draft, changes: drafts.Changes, *, by: Author) -> None:
    place = PlaceForm(request.POST)
    place.is_valid()
    draft.proof = drafts.save_draft(draft_id=draft.pk, changes=changes, came=_came(request), by=by).proof
    if place.cleaned_data.get("add"):
        drafts.add_service(draft_id=draft.pk, service_id=place.cleaned_data["add"], by=by)
    if place.cleaned_data.get("remove"):
        drafts.remove_service(draft_id=draft.pk, service_id=place.cleaned_data["remove"], by=by)


def _look(request: HttpRequest, visit: Visit, draft: Draft, form: ServicesForm) -> HttpResponse:
    """On to the page with what was found, at its heading: so a telephone shows it, a screen reader says it, and “Back” finds it again."""
    near, words = FindForm(request.POST), form.cleaned_data["find"]
    position = near.near if near.is_valid() else None
    if position is None and not words:
        _keep_looked(request, draft, None)
        form.add_error("find", "Type the name of the place, its town or its postcode")
        return _show(request, visit, "services", form, status=422, found=None, **_chosen(draft))
    _keep_looked(request, draft, Looked("" if position else words, position))
    return redirect(_places(request, part="found-title"))


def _places(request: HttpRequest, *, part: str) -> str:
    return presenters.path_of("services") + ("?to=check" if request.POST.get("to") == "check" else "") + f"#{part}"


def _reach(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How the author can be reached, if at all, and a PIN. Never shown again, never saved by itself."""
    data = request.POST if request.method == "POST" else None
    form = presenters.reach_form(visit.draft, visit.author, data)
    if visit.trouble:
        return _show(request, visit, "reach", form, closed=_closed_too(request, visit), status=403)
    if data is not None and visit.draft is None:
        opened = _open_again(request, visit, "reach")
        if isinstance(opened, str):
            return _show(request, visit, "reach", form, status=403, closed=opened)
        visit = opened
        form = presenters.reach_form(visit.draft, visit.author, data)
    if visit.draft is None or visit.author is None:
        return _elsewhere(visit)
    if data is None:
        return _show(request, visit, "reach", form)
    if not form.is_valid():
        return _go(request, "reach") if "back" in data else _show(request, visit, "reach", form, status=422)
    if form.name_is_in_email() and data.get("advised") != visit.draft.chosen_name:
        return _show(request, visit, "reach", form, status=422, name_in_email=True)
    try:
        _keep_ways_to_reach(request, visit.author, visit.draft, form)
    except Draft.DoesNotExist:
        return _elsewhere(visit)
    authors.stay(request.session)
    return _go(request, "reach", visit.author)


def _keep_ways_to_reach(request: HttpRequest, author: Author, draft: Draft, form: ReachForm) -> None:
    said = form.cleaned_data
    changes = drafts.Changes(postcode=said["postcode"], furthest=_reached(request, "reach"))
    drafts.save_draft(draft_id=draft.pk, changes=changes, came=_came(request), by=author)
    forget = set(said.get("forget", []))
    if said["email"]:
        authors.give_contact(author, kind="email", value=said["email"], wants_notices=said["wants_notices"])
    elif "email" in forget:
        authors.forget_contact(author, "email")
    if said["pin"] or "pin" in forget:
        authors.set_pin(author, said["pin"], session=request.session)


def _check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What will be public, exactly as it will look, and what will not."""
    if visit.draft is None or visit.author is None:
        return _elsewhere(visit)
    if request.method == "POST" and not visit.trouble:
        changes = drafts.Changes(furthest=_reached(request, "check"))
        drafts.save_draft(draft_id=visit.draft.pk, changes=changes, came=_came(request), by=visit.author)
        return _go(request, "check", visit.author)
    return _show(request, visit, "check", None, preview=presenters.preview(visit.draft, visit.author))


def _consent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the author agrees to; then the story is sent. Sent twice, it is one story."""
    data = request.POST if request.method == "POST" else None
    form = ConsentForm(data)
    if visit.draft is None or visit.author is None:
        return _elsewhere(visit)
    if data is not None and not visit.trouble and ("back" in data or "later" in data):
        return _go(request, "consent", visit.author)
    if missing := missing_to_open(visit.region):
        return _closed(request, visit, missing, status=200 if data is None else 503)
    if data is None or visit.trouble:
        return _show(request, visit, "consent", form, status=403 if visit.trouble else 200)
    if not form.is_valid():
        return _show(request, visit, "consent", form, status=422)
    try:
        _send(visit.author, visit.draft, form, came=_came(request))
    except Draft.DoesNotExist:  # the other click was quicker
        return _elsewhere(visit)
    except NotAcceptable as refused:
        return redirect("telling:page", page="words" if refused.field == "words" else "check")
    authors.stay(request.session)
    return redirect("telling:sent")


def _send(author: Author, draft: Draft, form: ConsentForm, *, came: rush.Came) -> None:
    """Send the story. What was skipped gets what was shown on the page before: a role that says nothing, a name we chose."""
    changes = drafts.Changes(
        consents=form.consents(),
        role=draft.role or AuthorRole.SOMEBODY,
        chosen_name=draft.chosen_name or chosen_names.suggested(draft.pk),
        furthest="consent",
    )
    drafts.save_draft(draft_id=draft.pk, changes=changes, came=came, by=author)
    _give_key(author)
    drafts.send_draft(draft_id=draft.pk, by=author)


@telling_page
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Thank you; the key, until the author says that it is safe; what happens next."""
    story = story_of(visit.author) if visit.author else None
    if visit.author is None or story is None:
        return _elsewhere(visit)
    if request.method == "POST" and not visit.trouble:
        authors.key_is_safe(visit.author)
        return redirect("telling:sent")
    context = telling_frame(visit.region) | presenters.promises(visit.region) | _key_of(request, visit.author)
    context |= {"in_danger": speaks_of_danger(story)}
    context |= {"story": story, "trouble": visit.trouble, "notices_come": notices_come(visit.region)}
    context["when_read"] = when_read(visit.region)
    return render(request, "telling/sent.html", context | presenters.reachable(visit.author))
