"""The frame around every page: menus by who is looking. Only here is everybody known."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import Promise, SimpleLazyObject, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts import policies
from heard.accounts.models import Person
from heard.core import countries, languages, links, sites
from heard.core.access import AT_WORK
from heard.core.links import path_of_view
from heard.organisations.audiences import OPENED_FOR, must_choose, working_as
from heard.organisations.models import Membership
from heard.telling.queries import missing_to_open
from heard.ui.wording import name_here

PUBLIC = [
    (gettext_lazy("Stories"), "website:stories"),
    (gettext_lazy("Find a service"), "directory:find"),
    (gettext_lazy("What changed"), "website:changes"),
    (gettext_lazy("Who is listening"), "website:listening"),
    (gettext_lazy("My story"), "following:story"),
    (gettext_lazy("For staff"), "website:for_staff"),
]
FOOTER = [
    (gettext_lazy("Help"), "page:help"),
    (gettext_lazy("Glossary"), "pages:glossary"),
    (gettext_lazy("About Heard"), "website:about"),
    (gettext_lazy("Who we are"), "showcase:who_we_are"),
    (gettext_lazy("Case studies"), "showcase:case_studies"),
    (gettext_lazy("Exemplars"), "showcase:exemplars"),
    (gettext_lazy("How to complain"), "website:complain"),
    (gettext_lazy("Write to Heard"), "enquiries:write"),
    (gettext_lazy("How moderation works"), "website:how_moderation_works"),
    (gettext_lazy("Privacy"), "website:privacy"),
    (gettext_lazy("Accessibility"), "website:accessibility"),
    (gettext_lazy("Statistics"), "website:statistics"),
    (gettext_lazy("Text size and colours"), "ui:look"),
]


def _entries(pairs: Sequence[tuple[str | Promise, str]], path: str) -> list[dict[str, Any]]:
    entries = []
    for label, view in pairs:
        target = _path(view)
        entries.append({"label": str(label), "path": target, "current": path == target or (target != "/" and path.startswith(target))})
    return entries


def _path(view: str) -> str:
    """The path of a view, or of a page that editors write: “page:help”."""
    return links.to("page", path=view.removeprefix("page:")) if view.startswith("page:") else path_of_view(view)


def _person(request: HttpRequest) -> dict[str, Any] | None:
    """Who is signed in, for which organisation, and the pages of their work. Strangers cost nothing: without a cookie nobody is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, Person):
        return None
    membership = working_as(request)
    links = []
    if membership:
        links += [(_("Inbox"), "inbox:inbox"), (_("Organisation"), "organisations:overview")]
    elif must_choose(request):
        links.append((_("Choose an organisation"), "organisations:choose"))
    if policies.is_moderator(request.user):
        links.append((_("Moderation"), "moderation:queue"))
    if policies.is_editor(request.user):
        links.append((_("Editing"), "pages:editing"))
    if policies.is_operator(request.user):
        links.append((_("Running Heard"), "operating:overview"))
    links += [(_("Help"), "page:help"), (_("How you sign in"), "mfa_index"), (_("Sign out"), "account_logout")]
    return {"name": request.user.name, "at": membership.organisation.name if membership else "", "links": _entries(links, request.path)}


def _csrf_input(request: HttpRequest, membership: Membership) -> str:
    """A form's token and, beside it, for which organisation the page was drawn: see `organisations.audiences`."""
    return format_html('{}<input type="hidden" name="{}" value="{}">', csrf_input(request), OPENED_FOR, membership.organisation_id)


_csrf_input_lazily = lazy(_csrf_input, SafeString, str)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context for `ui/page.html`, and what every form of staff carries."""
    person = _person(request)
    membership = working_as(request) if person else None
    forms = {"csrf_input": _csrf_input_lazily(request, membership)} if membership else {}
    return forms | {
        "frame": {
            "nav": _entries(PUBLIC, request.path),
            "footer": _entries(FOOTER, request.path),
            "person": person,
            "demo": _demo(),
            "languages": _languages(request),
            "site": _site(request),
            "closed_on": sites.here().closed_on,
            "is_prepared": sites.here().is_prepared,
            "elsewhere": _elsewhere(request, offers=person is None),
            # Asked only by a page that would invite to tell a story: lists and empty pages do not promise what nobody would read.
            "opens": SimpleLazyObject(lambda: not missing_to_open(getattr(request, "region", None) or None)),
        }
    }


def _site(request: HttpRequest) -> str:
    """What the title of a page calls the site: pages of staff are of all of them."""
    match = request.resolver_match
    return "Heard" if match and getattr(match.func, AT_WORK, False) else name_here()


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language of the site, each named in itself; none while there is only one."""
    place: sites.Place | None = getattr(request, "place", None)
    if place is None or len(place.site.languages) < 2:
        return []
    named, page = languages.spoken(), request.get_full_path().removeprefix(place.prefix)
    return [
        {"name": named[each], "tag": languages.tag_of(each), "path": place.site.prefix(each) + page, "current": each == place.language}
        for each in place.site.languages
    ]


EVERYWHERE = {"website:home", *(view for _label, view in (*PUBLIC, *FOOTER))}
"""Pages that every site has, by their views: from one of them, the way to another site leads to the same page there."""


def _elsewhere(request: HttpRequest, *, offers: bool) -> dict[str, Any] | None:
    """The other sites of this house, the same for every reader of a page; none while there is only one, or where staff work.

    What a browser may be offered by its time zone and its languages stands beside each (`assets/js/elsewhere.js`), and where it may ask, if
    an operator set anything that knows countries; staff who are signed in know where they are.
    """
    known, here, match = sites.sites(), sites.here(), getattr(request, "resolver_match", None)
    if not known.several or (match and getattr(match.func, AT_WORK, False)):
        return None
    page = request.path if match and match.view_name in EVERYWHERE else path_of_view("website:home")
    return {
        "here": _place(here, page),
        "there": [_place(each, page) for each in sites.others()],
        "offers": offers,
        "ask": path_of_view("website:elsewhere") if countries.are_asked_for() else "",
    }


def _place(site: sites.Site, page: str) -> dict[str, Any]:
    first, spoken = site.languages[0], languages.active()
    return {
        "name": languages.said_in(first, site.name),
        "site": site.address,
        "address": links.at(site, page),
        "tag": languages.tag_of(spoken if spoken in site.languages else first),
        "time_zones": " ".join(site.time_zones),
        "languages": " ".join(languages.tag_of(each) for each in site.languages),
    }


def _demo() -> dict[str, str] | None:
    """The way to the demo's own pages, said on every page of a demo and on none elsewhere."""
    return {"people": path_of_view("demo:people"), "mailbox": path_of_view("demo:mailbox")} if settings.DEMO else None
