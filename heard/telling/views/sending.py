"""The last pages: the story as it will look, and what the author agrees to. Then it is sent."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.core.errors import NotAcceptable
from heard.stories.models import AuthorRole
from heard.telling import presenters
from heard.telling.actions import drafts
from heard.telling.forms import ConsentForm
from heard.telling.models import Draft
from heard.telling.queries import missing_to_open
from heard.telling.rules import chosen_names
from heard.telling.rules.opening import Needed
from heard.telling.views.pages import JourneyPage, PageVisit
from heard.telling.views.visits import closed, elsewhere, give_key


@dataclass(frozen=True)
class Check(JourneyPage):
    """What will be public, exactly as it will look, and what will not."""

    def answer(self, at: PageVisit) -> HttpResponse:
        if at.draft is None or at.author is None:
            return elsewhere(at)
        if at.sends and not at.trouble:
            drafts.save_draft(draft_id=at.draft.pk, changes={}, way=self.way(at), came=at.came, by=at.author)
            return self.go(at, at.author)
        return self.show(at, None, preview=presenters.preview(at.draft, at.author, path_to=at.path_to))


@dataclass(frozen=True)
class Consent(JourneyPage):
    """What the author agrees to; then the story is sent. Sent twice, it is one story."""

    def answer(self, at: PageVisit) -> HttpResponse:
        data = at.request.POST if at.sends else None
        form = ConsentForm(data, region=at.region)
        if at.draft is None or at.author is None:
            return elsewhere(at)
        if data is not None and not at.trouble and ("back" in data or "later" in data):
            return self.go(at, at.author)
        if missing := missing_to_open(at.region):
            return closed(at.request, at, missing, status=200 if data is None else 503)
        if data is None or at.trouble:
            return self.show(at, form, status=403 if at.trouble else 200)
        if not form.is_valid():
            return self.show(at, form, status=422)
        try:
            self._send(at, at.draft, form, author=at.author)
        except drafts.NotOpen:  # it was closed in this moment
            return closed(at.request, at, [Needed.OPEN], status=503)
        except Draft.DoesNotExist:  # the other click was quicker
            return elsewhere(at)
        except NotAcceptable as refused:
            if refused.field == "services" and "services" in at.journey:  # its page says who reads the story now, before it is sent
                drafts.follow_services(draft_id=at.draft.pk, by=at.author)
                return redirect(f"{at.path_to('services')}?to=check")
            before = at.journey.before(self.name)
            return redirect(at.path_to(before if before and refused.field != "words" else at.journey.first.name))
        authors.stay(at.request.session)
        return redirect("telling:sent")

    def _send(self, at: PageVisit, draft: Draft, form: ConsentForm, *, author: Author) -> None:
        """What was skipped gets what was shown on the page before: a role that says nothing, a name we chose."""
        changes = {
            "consents": form.consents(),
            "role": draft.role or AuthorRole.SOMEBODY,
            "chosen_name": draft.chosen_name or chosen_names.suggested(draft.pk),
        }
        drafts.save_draft(draft_id=draft.pk, changes=changes, way=at.journey.until(self.name), came=at.came, by=author)
        give_key(author)
        drafts.send_draft(draft_id=draft.pk, by=author)
