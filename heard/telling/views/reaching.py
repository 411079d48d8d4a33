"""How the author can be reached, if at all, and a PIN. Never shown again, never saved by itself."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.stories.presenters import emails_come
from heard.telling.actions import drafts
from heard.telling.forms import ReachForm
from heard.telling.models import Draft
from heard.telling.presenters import reach_form
from heard.telling.views.pages import JourneyPage, PageVisit, closed_too, open_again
from heard.telling.views.visits import elsewhere


@dataclass(frozen=True)
class Reach(JourneyPage):
    """The page of ways to reach the author: what was given before is only counted."""

    def beside(self, at: PageVisit) -> dict[str, Any]:
        return {"emails_come": emails_come(at.region)}

    def answer(self, at: PageVisit) -> HttpResponse:
        if at.trouble:
            return self.show(at, _form(at), closed=closed_too(at), status=403)
        if at.sends and at.draft is None:
            opened = open_again(at)
            if isinstance(opened, str):
                return self.show(at, _form(at), status=403, closed=opened)
            at = opened
        if at.draft is None or at.author is None:
            return elsewhere(at)
        form = _form(at)
        if not at.sends:
            return self.show(at, form)
        if not form.is_valid():
            return self.go(at) if "back" in at.data else self.show(at, form, status=422)
        if form.name_is_in_email() and at.data.get("advised") != at.draft.chosen_name:
            return self.show(at, form, status=422, name_in_email=True)
        try:
            self._keep(at, at.draft, form, author=at.author)
        except Draft.DoesNotExist:
            return elsewhere(at)
        authors.stay(at.request.session)
        return self.go(at, at.author)

    def _keep(self, at: PageVisit, draft: Draft, form: ReachForm, *, author: Author) -> None:
        given = form.cleaned_data
        drafts.save_draft(draft_id=draft.pk, changes={"postcode": given.get("postcode", "")}, way=self.way(at), came=at.came, by=author)
        forget = set(given.get("forget", []))
        if given["email"]:
            authors.give_contact(author, kind="email", value=given["email"], wants_notices=given["wants_notices"])
        elif "email" in forget:
            authors.forget_contact(author, "email")
        if given["pin"] or "pin" in forget:
            authors.set_pin(author, given["pin"], session=at.request.session)


def _form(at: PageVisit) -> ReachForm:
    return reach_form(at.draft, at.author, at.data if at.sends else None, country=at.region.country)
