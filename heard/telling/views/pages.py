"""A page of a journey: how it is shown, where its buttons lead, and what every page does for words that must not get lost."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.core import links
from heard.core.access import place_of
from heard.core.errors import NotAcceptable, TooMany
from heard.stories.rules.signs import LOOKED_AT, calls_for_help
from heard.telling import presenters
from heard.telling.actions import drafts
from heard.telling.actions.rush import PlaceIsFull
from heard.telling.models import Draft
from heard.telling.queries import draft_of, standing_of
from heard.telling.rules.journey import Journey
from heard.telling.rules.rush import Standing
from heard.telling.views.visits import Visit, give_key, key_beside, telling_page


@dataclass(frozen=True, kw_only=True)
class PageVisit(Visit):
    """A visit to one page of a journey."""

    journey: "Journey[JourneyPage]"
    page: "JourneyPage"

    @property
    def begins(self) -> bool:
        """Whether this is the page with which a story begins: the only one that needs no draft."""
        return self.page is self.journey.first

    @property
    def comes_from_check(self) -> bool:
        """Whether something is changed that was looked at before sending: the way leads back there."""
        return self.data.get("to") == "check" and "check" in self.journey

    def path_to(self, page: str) -> str:
        return reverse(self.journey.view, kwargs={"page": page})

    @property
    def window(self) -> str:
        """Which open page this is: some sixteen letters that it was given, whatever a program sends."""
        return self.data.get("window", "").replace("\0", "")[:32]


@dataclass(frozen=True)
class JourneyPage(ABC):
    """A page of a journey: named as in its address, in one of the steps that are counted at its top."""

    name: str
    step: int

    autosaves: bool = False
    """Whether what is typed is saved quietly by the page itself."""
    guide: str = ""
    """The help that its question mark leads to, once what is typed on the page is saved: `help/telling#where-was-it`."""
    can_begin_anew: ClassVar[bool] = False
    """Whether what was typed on it can become the first of another story, where its own was closed and there is no key."""

    @property
    def template(self) -> str:
        return f"telling/{self.name}.html"

    @abstractmethod
    def answer(self, at: PageVisit) -> HttpResponse:
        """Show the page, or take what was sent from it."""

    @property
    def is_typed(self) -> bool:
        """Whether there are words of one's own on it, which are looked through for signs of danger."""
        return False

    def beside(self, at: PageVisit) -> dict[str, Any]:
        """What the page says besides its question."""
        return {}

    def stays(self, at: PageVisit) -> bool:
        """Whether the button that was pressed leaves a draft on this page, where it is gone on with."""
        return bool({"back", "later", "guide"} & set(at.request.POST)) or "X-Autosave" in at.request.headers

    def to_guide(self) -> HttpResponse:
        page, _hash, part = self.guide.partition("#")
        return redirect(links.to("page", path=page) + (f"#{part}" if part else ""))

    def way(self, at: PageVisit) -> tuple[str, ...]:
        """The pages up to the one where a draft is gone on with: the page after, once somebody pressed “Continue” here."""
        return at.journey.until(self.name if self.stays(at) else at.journey.after(self.name))

    def show(
        self,
        at: PageVisit,
        form: Any,
        *,
        status: int = 200,
        closed: str = "",
        advice: list[str] | None = None,
        changed: bool = False,
        full: PlaceIsFull | None = None,
        **more: Any,
    ) -> HttpResponse:
        """`closed`: the session had ended, and the key is asked for; `changed`: another window saved something else; `full`: nothing more
        is kept from this place in this hour, and the page says how to go on.
        """
        names = getattr(form, "fields_of_draft", ())
        draft, data = at.draft, at.data
        # A page that comes back with what was typed is still the same window, and knows no more than it did.
        keeps_its_mark = at.sends and not changed and "seen" in data
        context = {
            "page": self.name,
            "path_to": at.path_to,
            "step": self.step,
            "steps": at.journey.steps,
            "form": form,
            "draft": draft,
            "is_of_draft": draft is not None or "draft" in at.request.POST,
            "window": (at.window if keeps_its_mark else "") or secrets.token_hex(8),
            "seen": data["seen"] if keeps_its_mark else (draft or Draft()).mark(names),
            "to": "check" if at.comes_from_check else "",
            "first": at.begins,
            "path_to_first": at.path_to(at.journey.first.name),
            "autosaves": self.autosaves,
            "can_begin_anew": self.can_begin_anew,
            "trouble": at.trouble,
            "closed": closed,
            "advice": advice or [],
            "in_danger": _may_be_in_danger(at, names),
            "stored": presenters.stored_words(draft, names) if changed and draft is not None else "",
            "changed": changed,
            "full": presenters.no_room(at.region, too_long=full.too_long, asks=full.asks) if full else None,
            "asks_proof": full.asks if full else _asks_proof(at),
            "story_key": key_beside(at),
            "offers_key": at.journey.before(self.name) == at.journey.first.name,
            "read_in": presenters.read_in(at.region),
            "about": at.about if at.begins and draft is None else None,
        }
        frame = presenters.telling_frame(at.region) | self.beside(at)
        response = render(at.request, self.template, frame | context | more, status=429 if full else status)
        if full:
            response["Retry-After"] = str(full.wait)
        return response

    def go(self, at: PageVisit, author: Author | None = None) -> HttpResponse:
        """Where the button that was pressed leads. Whoever has saved something has a key from then on: the next page offers it. Where
        somebody may be in danger, help comes first, once.
        """
        said, journey = at.request.POST, at.journey
        if author is not None and author.key_digest is None:
            give_key(author)
        later = "later" in said and "back" not in said and author is not None
        guided = "guide" in said and bool(self.guide)
        if "back" in said:
            on = journey.before(self.name) or journey.first.name
        elif later or guided:
            on = self.name  # there is none after the last
        elif "anew" in said and not at.begins:
            on = journey.first.name  # a new story begins with its words; what was typed here is in it already
        elif at.comes_from_check:
            on = "check"
        else:
            on = journey.after(self.name)
        if author is not None and self._help_is_due(author):
            return redirect(f"{reverse('telling:help')}?{urlencode({'on': on})}")
        if guided:
            return self.to_guide()
        return redirect("telling:later") if later else redirect(at.path_to(on))

    def _help_is_due(self, author: Author) -> bool:
        draft = draft_of(author)
        if draft is None or draft.help or not self.is_typed:
            return draft is not None and draft.help == Draft.Help.DUE
        try:
            return drafts.look_for_danger(draft_id=draft.pk, by=author)
        except Draft.DoesNotExist:  # it was sent meanwhile, by the other window
            return False


def pages_of(journey: Journey[JourneyPage]) -> Callable[..., HttpResponse]:
    """The view of all pages of a journey, which are told apart by their names."""

    @telling_page
    def view(visit: Visit, page: str) -> HttpResponse:
        asked = journey[page]
        return asked.answer(PageVisit(**vars(visit), journey=journey, page=asked))

    return view


def open_again(at: PageVisit) -> PageVisit | str:
    """The visit, with its draft opened again by key where the session had ended; or why it is still closed, in words.

    A page of a draft says so (`draft`), so that words written on are not taken for the beginning of another story.
    """
    said = at.request.POST
    if at.author is not None or "anew" in said or (at.begins and "draft" not in said):
        return at
    typed = said.get("story_key", "")
    if not typed.strip():
        return _("Enter the four words of your story key") if "story_key" in said else "closed"
    try:
        author = authors.enter_key(words=typed, place=place_of(at.request), region_id=at.region.pk)
    except (NotAcceptable, TooMany) as refused:
        return str(refused)
    authors.come_in(at.request.session, author)
    return replace(at, author=author, draft=draft_of(author), trouble="")


def closed_too(at: PageVisit) -> str:
    """Whether a page whose form came too late is one of a story that is closed by now: then its key is asked for at once, not after one
    more press of the button.
    """
    return "closed" if at.author is None and at.trouble == "old" and "draft" in at.request.POST else ""


def _may_be_in_danger(at: PageVisit, names: Iterable[str]) -> bool:
    """Whether help stands at the top: the draft called for it, or what was just typed and is not saved does."""
    if at.draft is not None and at.draft.help:
        return True
    typed = [value for name in names for value in at.request.POST.getlist(name)]
    return bool(typed) and calls_for_help("\n\n".join(typed)[:LOOKED_AT])


def _asks_proof(at: PageVisit) -> bool:
    """Whether this page carries the proof of work: a draft was asked for one, or it is about to be begun in a rush."""
    if at.draft is not None:
        return at.draft.proof == Draft.Proof.ASKED
    return standing_of(at.region.pk, place_of(at.request)) >= Standing.ASKED
