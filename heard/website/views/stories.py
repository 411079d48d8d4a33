"""Stories: the list, one story, feeds of both, and “this happened to me too”."""

import re
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from heard.accounts.models import Person
from heard.accounts.policies import is_moderator
from heard.core import links, sites
from heard.core.access import never_ahead, never_kept, place_of, public
from heard.core.caching import conditional, etag_of, has_session, is_conditional, not_modified, with_cache_control
from heard.core.errors import NotAcceptable, TooMany
from heard.moderation.queries.cases import may_edit_published
from heard.published.queries.lists import Search, list_stories
from heard.published.queries.story_page import StoryPage, story_page, story_version
from heard.stories.actions.readers import say_me_too, views
from heard.stories.models import Story
from heard.stories.queries import was_taken_back, words_meant
from heard.tags.queries import offered_tags
from heard.ui import errors
from heard.ui.presenters import page_elsewhere
from heard.website import feeds
from heard.website.forms import MOST_TAGS, SERVICE_KEY, SearchForm, is_tag
from heard.website.presenters.addresses import story_path
from heard.website.presenters.searching import meant_instead, search_view, tag_groups
from heard.website.presenters.stories import card, story_view
from heard.website.queries.service_page import service_ref
from heard.website.views.caching import opens, public_page

TAKEN_BACK = gettext_lazy("The author took this story back.")
# Programs that say what they are. They may read; they are not counted as readers.
BOT = re.compile(r"bot\b|crawl|spider|slurp|fetch|preview|monitor|curl|wget|python|scan|check|feed|headless|lighthouse", re.IGNORECASE)


# ---------------------------------------------------------------- lists


Service = tuple[int, str, str]
"""Id, name and key."""


def _asked(request: HttpRequest) -> tuple[SearchForm | None, Search | None, Service | None]:
    """What the address asks for: the search and the service it names, or, when something in it is wrong, the form that says what."""
    if not request.GET.keys() - {"page"}:
        return None, Search(within=sites.narrowed()), None
    if not request.GET.keys() - {"page", "service"} and (service := _plain_service(request.GET["service"])):
        return None, Search(service_id=service[0]), service
    form = SearchForm(request.GET)
    service = None
    if form.is_valid() and form.cleaned_data["service"]:
        service = service_ref(form.cleaned_data["service"])
        if service is None:
            form.add_error("service", _("We can’t find that service"))
    if form.errors:
        return form, None, None
    found = form.cleaned_data
    search = Search(
        words=found["q"],
        service_id=service[0] if service else None,
        within=None if service or found["everywhere"] else sites.narrowed(),
        tags=tuple(dict.fromkeys(found["tag"])),
        role=found["role"],
        progress=found["progress"],
        told_from=found["told_from"],
        told_to=found["told_to"],
        question=found["question"],
        region_id=_region_id(request) if found["q"] else None,
        sort="relevance" if found["sort"] == "relevance" and found["q"] else "newest",
    )
    return None, search, service


def _everywhere(request: HttpRequest, search: Search) -> bool:
    """Whether the list is of all sites because somebody wants it so."""
    return search.within is None and search.service_id is None and "everywhere" in request.GET


def _region_id(request: HttpRequest) -> int | None:
    region = request.region  # type: ignore[attr-defined]
    return region.pk if region else None


def _plain_service(key: str) -> Service | None:
    """The service of a list that is narrowed by nothing else: the one walked most, so no form is made to read a single word."""
    return service_ref(key) if SERVICE_KEY.match(key) else None


@public
@require_safe
def story_list(request: HttpRequest) -> HttpResponseBase:
    form, search, service = _asked(request)
    if search is None:
        view = search_view(request.GET, None, service, errors=form.errors if form else None)
        return with_cache_control(request, public_page(request, "website/stories.html", {"form": form, "view": view}, status=400))
    page = list_stories(search, page=request.GET.get("page", ""))

    def draw() -> HttpResponse:
        view = search_view(request.GET, search, service, page=page)
        if not page.rows and search.words and page.total == 0:
            meant = "" if (silent := not search.tsquery) else words_meant(search.words)
            found = meant and list_stories(replace(search, words=meant), size=1).rows
            view = replace(view, says_nothing=silent, meant=meant_instead(request.GET, meant) if found else None)
        context = {
            "form": None,
            "view": view,
            "cards": [card(story, everywhere=_everywhere(request, search)) for story in page.rows],
            "opens": invites,
        }
        return public_page(request, "website/stories.html", context)

    rows = [(story.number, story.version) for story in page.rows]
    invites = opens(request, stories=bool(rows))
    return conditional(request, etag_of(request.get_full_path(), rows, page.newer, page.older, page.total, service, invites), draw)


@public
@require_safe
def choose_tags(request: HttpRequest) -> HttpResponseBase:
    """The tags that authors are offered, to narrow the list of this address by."""
    groups = tag_groups(offered_tags(), [value for value in request.GET.getlist("tag") if is_tag(value)][:MOST_TAGS])
    view = search_view(request.GET, None, None)
    return conditional(
        request,
        etag_of(request.get_full_path(), groups),
        lambda: public_page(request, "website/tags.html", {"view": view, "groups": groups}),
    )


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest stories of the same search as Atom."""
    form, search, service = _asked(request)
    if search is None:
        found_wrong = form.errors.items() if form else ()
        wrong = "\n".join(f"{name}: {' '.join(map(str, found))}" for name, found in found_wrong)
        sentence = _("Something in the address of this feed is wrong.")
        return HttpResponse(f"{sentence}\n{wrong}\n", status=400, content_type="text/plain; charset=utf-8")
    try:
        page = list_stories(replace(search, sort="newest"), page=request.GET.get("page", ""))
    except NotAcceptable as error:
        return HttpResponse(f"{error}\n", status=400, content_type="text/plain; charset=utf-8")
    view = search_view(request.GET, search, service, page=page)
    etag = etag_of("feed", request.get_full_path(), [(story.number, story.version) for story in page.rows], page.older, service)
    body = feeds.atom(
        identity=feeds.identity_of(f"stories:{_of_site(search)}{view.identity}"),
        title=_("%(stories)s on %(site)s") % {"stories": view.heading, "site": "Heard" if _everywhere(request, search) else view.site},
        page=links.absolute(view.path),
        own_path=request.get_full_path(),
        entries=[feeds.story_entry(story) for story in page.rows],
        older=view.feed_older,
    )
    return conditional(request, etag, lambda: HttpResponse(body, content_type=feeds.CONTENT_TYPE))


def _of_site(search: Search) -> str:
    """What tells the feeds of two sites apart; those of the first one are called as before there was another."""
    return "" if search.within is None or sites.here().region_id is None else f"region-{search.within}:"


# ---------------------------------------------------------------- one story


@public
@never_ahead
@require_safe
def story(request: HttpRequest, number: int) -> HttpResponseBase:
    if is_conditional(request):
        version = story_version(number)
        again = None if version is None else not_modified(request, etag_of("story", number, *version))
        if again is not None:
            _count(request, number)
            return again
    found = _found(number)
    _count(request, number)
    context = {
        "story": story_view(found),
        "elsewhere": page_elsewhere(found.region_id, story_path(number)),
        "edit_path": _edit_path(request, number),
    }
    return with_cache_control(request, public_page(request, "website/story.html", context), etag_of("story", number, *found.seen))


@public
@require_safe
def story_feed(request: HttpRequest, number: int) -> HttpResponseBase:
    """What is said about one story as Atom."""
    found = _found(number)
    view = story_view(found)
    elsewhere = page_elsewhere(found.region_id, view.path)
    page = elsewhere.path if elsewhere else links.absolute(view.path)
    body = feeds.atom(
        identity=feeds.identity_of(f"story:{number}:conversation"),
        title=_("Heard: %(title)s") % {"title": found.title},
        page=page,
        own_path=request.get_full_path(),
        entries=feeds.conversation_entries(view, page=page),
        updated=found.changed_on,
    )
    return conditional(request, etag_of("feed", number, *found.seen), lambda: HttpResponse(body, content_type=feeds.CONTENT_TYPE))


@public
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def me_too(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask, then count: the form needs a session, which is why the button has a page of its own."""
    found = _found(number)
    if request.method == "POST":
        try:
            say_me_too(story_id=number, who=request.session.session_key or "", place=place_of(request))
        except Story.DoesNotExist:
            raise Http404 from None
        except TooMany:
            messages.info(request, _("You’ve already said today that this happened to you too."))
        else:
            messages.success(request, _("Thank you. We’ve counted that this happened to you too."))
        return HttpResponseRedirect(story_path(number))
    return public_page(request, "website/me_too.html", {"story": story_view(found)})


def _edit_path(request: HttpRequest, number: int) -> str:
    """Where a signed-in moderator who may edit the story does so; nobody else is asked who they are."""
    if not has_session(request) or not isinstance(request.user, Person) or not is_moderator(request.user):
        return ""
    return links.to("edit-story", number=number) if may_edit_published(request.user, number) else ""


def _found(number: int) -> StoryPage:
    found = story_page(number)
    if found is None:
        if was_taken_back(number):
            raise errors.Gone(str(TAKEN_BACK))
        raise Http404
    return found


def _count(request: HttpRequest, number: int) -> None:
    """One reader more, unless it is a program, or only the head was asked for."""
    program = BOT.search(request.headers.get("User-Agent") or "bot")
    if request.method == "GET" and not program:
        views.count(number)
