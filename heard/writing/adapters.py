"""The sheet of one page: what a view of staff asks of it, so that nothing typed there is ever lost.

    sheet = OpenSheet(request, About(…), by=membership, main=("text",))
    if answer := sheet.answer():
        return answer          # it was only to be kept
    form = sheet.form(AnswerForm, initial={…})
    …action(…, written=sheet.written)

and `{% import "writing/sheet.html" as sheets %}`, with `{{ sheets.top(sheet) }}` first within the form and `{{ sheets.save(sheet) }}` after
its main button. Whatever is posted to such a page is kept before anything else is done with it.

While somebody is at such a page, it asks now and then what colleagues have written meanwhile (`LOOKS`, a GET of the page itself, so that
whoever may not see the page hears nothing). That changes nothing: not what the page says that it has seen, and not what is kept.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heard.core.access import keep_nowhere
from heard.core.actors import PERSON, ActorRef
from heard.core.errors import DomainError, NotAcceptable, NotAllowed, TooMany
from heard.core.limits import attempt
from heard.ui.forms import Form
from heard.writing import actions, presenters, queries
from heard.writing.actions import SentAlready
from heard.writing.models import Text
from heard.writing.policies import Writer, writer_of
from heard.writing.rules import About, OpenPage, Words, Written, is_blank

F = TypeVar("F", bound=Form)

OURS = "writing"
"""The beginning of the names of what a sheet adds to a form, and the name of its own buttons."""
NOT_TYPED = {"csrfmiddlewaretoken", "form_key", "opened_for", "step", "do"}
"""Fields that say which form and which button it was, and nothing that somebody wrote."""
LOOKS = "X-Beside"
"""The header with which a page asks what stands beside its text, instead of the page."""
SAVES_A_MINUTE = 120
"""Of one person, in all their windows. A page saves every second or two while its writer pauses."""


class OpenSheet:
    """The sheet that a request writes on, or looks at. `main` are the fields whose words matter; with nothing in any of them there is
    nothing to keep. `back` is where the page is found again, if that is not where its form goes. `is_meant`: of a page with several forms,
    whether the request is about this one.
    """

    def __init__(
        self, request: HttpRequest, about: About, *, by: Writer, main: tuple[str, ...], back: str = "", is_meant: bool = True
    ) -> None:
        self.request, self.about, self.by, self.main, self.back = request, about, by, main, back or request.path
        self._is_meant = is_meant
        self.problem = ""
        """Why what was typed could not be kept, or must not be sent; the view shows its form again, with `status`."""
        self.status = 200
        self._kept: Text | None = None

    # ------------------------------------------------------------ what the view asks

    def answer(self) -> HttpResponse | None:
        """Keep what was posted; the answer, if that was all there was to do."""
        if not self._is_posted:
            return self._look() if self.looks else None
        by_itself = "X-Autosave" in self.request.headers
        button = self.request.POST.get(OURS, "")
        if button == "throw-away" and not by_itself:
            return self._throw_away()
        try:
            if by_itself:
                self.slow_down()
            self._check_same_organisation()
            self._kept = self._keep(by_itself=by_itself)
        except DomainError as error:
            self.problem, self.status = str(error), _status(error)
        if by_itself:
            return self._beside()
        if button == "save" and not self.problem:
            messages.success(self.request, _("Saved. Nothing was sent. You’ll find it here, and your colleagues can continue with it."))
            return redirect(self.back)
        if button != "save" and self.status != 409:
            self.problem = ""  # only keeping failed: what else was asked for is done, and says itself if it cannot be
        return None

    def form(self, kind: Callable[..., F], *, initial: dict[str, Any], **more: Any) -> F:
        """The form as it was posted; or with what was begun; or as it is when nobody has begun."""
        if self._is_posted:
            return kind(self.request.POST, initial=initial, **more)
        form = kind(initial=initial, **more)
        self.fill(form)
        return form

    def fill(self, form: BaseForm) -> None:
        """Put what was begun into a form that was not posted. It complains of nothing: nobody has said yet that this is all."""
        typed = self.begun
        if typed is None or form.is_bound:
            return
        form.initial = dict(form.initial) | {
            name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
            for name, field in form.fields.items()
            if not field.widget.value_omitted_from_data(typed, {}, form.add_prefix(name))
        }

    def show_again(self) -> None:
        """What was posted could not be kept: the form stands there as it was, as if it had not been posted yet."""
        self.shown, self.begun = None, self.request.POST.copy()

    def goes_on_with(self, typed: QueryDict) -> None:
        """The form shows `typed`, which was kept elsewhere (`core.kept`) and goes on from the text that its page had seen."""
        seen = _number(typed.get(f"{OURS}_seen", ""))
        self.shown = next((each for each in self._texts if each.version == seen and each.writer_id == self._person_id), None)
        self.begun = None

    def begin_anew(self) -> None:
        """The form stands there as if nobody had begun; what was begun is shown beside it."""
        self.shown, self.begun = None, None

    def slow_down(self) -> None:
        """Count one save that a page did by itself.

        Raises:
            TooMany: this person's pages save far too often.
        """
        attempt(OURS, ActorRef.of(PERSON, self._person_id), at_most=SAVES_A_MINUTE, per=timedelta(minutes=1))

    @cached_property
    def begun(self) -> QueryDict | None:
        """What was typed here before, as it would be posted; None where there is nothing, or the page was posted."""
        shown = self.shown
        if shown is None or self._is_posted:
            return None
        typed = QueryDict(mutable=True)
        for name, values in shown.words.items():
            typed.setlist(name, values)
        return typed

    @property
    def written(self) -> Written | None:
        """The text that this request sends."""
        return Written(self.about, self._kept.version) if self._kept is not None else None

    # ------------------------------------------------------------ what the templates ask

    @property
    def seen(self) -> int:
        """The version of one's own text that stands in the form; 0 where there is none, or it is a colleague's."""
        if self.shown is None:
            return 0 if self.is_elsewhere else self._page.seen
        return self.shown.version if self.shown.writer_id == self._person_id else 0

    @property
    def took(self) -> str:
        """Versions of colleagues' texts that stand in the form."""
        taken = set() if self.is_elsewhere else set(self._page.took)
        if self.shown is not None:
            taken |= set(self.shown.took) if self.seen else {self.shown.version}
        return ",".join(str(each) for each in sorted(taken))

    @property
    def is_begun(self) -> bool:
        """Whether the page was opened anew, with something in it that was typed before."""
        return self.begun is not None and self.shown is not None

    @property
    def looks(self) -> bool:
        """Whether the page stands open, and only asks what colleagues have written meanwhile."""
        return self._is_meant and self.request.method == "GET" and LOOKS in self.request.headers

    @cached_property
    def shown(self) -> Text | None:
        """The text in the form: the one just kept; or that which was asked for, or one's own last."""
        if self._is_posted:
            return self._kept
        if self.looks:
            seen = _number(self.request.GET.get(f"{OURS}_seen", ""))
            return next((each for each in self._texts if each.version == seen and each.writer_id == self._person_id), None)
        wanted = _number(self.request.GET.get("use", ""))
        mine = [each for each in self._texts if each.writer_id == self._person_id and not is_blank(each.words, self.main)]
        return next((each for each in self._texts if each.version == wanted), mine[0] if mine else None)

    @property
    def others(self) -> list[presenters.Other]:
        """What else is written here: by colleagues, and by oneself in another window."""
        address = f"{self.back}{'&' if '?' in self.back else '?'}"
        return presenters.others(self._texts, but=self.shown, main=self.main, person_id=self._person_id, address=address)

    @property
    def writes_for(self) -> str:
        """Whose words these are: a page that was opened for one organisation is not sent for another."""
        return str(self.about.organisation_id or "")

    # ------------------------------------------------------------ within

    @property
    def _is_posted(self) -> bool:
        return self._is_meant and self.request.method == "POST"

    @property
    def _person_id(self) -> int:
        return writer_of(self.by)

    @cached_property
    def _texts(self) -> list[Text]:
        return queries.texts_on(self.about)

    @cached_property
    def _page(self) -> OpenPage:
        given = self.request.POST if self._is_meant else QueryDict()
        took = tuple(_number(each) for each in given.get(f"{OURS}_took", "")[:200].split(",") if _number(each))
        window, turn = given.get(f"{OURS}_window", "")[:40], _number(given.get(f"{OURS}_turn", ""))
        return OpenPage(_number(given.get(f"{OURS}_seen", "")), window, turn, took)

    def _typed(self) -> Words:
        lists = self.request.POST.lists()
        return {name: values for name, values in lists if name not in NOT_TYPED and name != OURS and not name.startswith(f"{OURS}_")}

    def _keep(self, *, by_itself: bool) -> Text | None:
        words = self._typed()
        if is_blank(words, self.main) and not self._page.seen:
            return None
        try:
            return actions.keep_text(about=self.about, words=words, page=self._page, by=self.by)
        except SentAlready:
            if by_itself:
                raise
            # Somebody went back to a page that was sent, and pressed its button again: a press is never late.
            return actions.keep_text(about=self.about, words=words, page=replace(self._page, window="", turn=0), by=self.by)

    @property
    def is_elsewhere(self) -> bool:
        said = self.request.GET if self.looks else self.request.POST
        return said.get(f"{OURS}_for", self.writes_for) != self.writes_for

    def _look(self) -> HttpResponse:
        # To a page that was opened for another organisation nothing of this one is shown.
        return keep_nowhere(HttpResponse(status=409)) if self.is_elsewhere else self._beside()

    def _check_same_organisation(self) -> None:
        if self.is_elsewhere:
            raise OtherOrganisation(
                _(
                    "You opened this page for another organisation, and you’re working as this one now. Nothing was sent or saved. "
                    "Continue only if these words are for this one. If not, copy them and go back to working as the other one."
                )
            )

    def _throw_away(self) -> HttpResponse:
        try:
            actions.throw_away(about=self.about, version=self._page.seen, by=self.by)
        except DomainError as error:
            messages.warning(self.request, str(error))
        else:
            messages.success(self.request, _("Deleted. Nothing was sent."))
        return redirect(self.back)

    def _beside(self) -> HttpResponse:
        return keep_nowhere(render(self.request, "writing/beside.html", {"sheet": self}, status=self.status))


class OtherOrganisation(DomainError):
    """The page was opened for another organisation than the one that its writer works as now."""


def _status(error: DomainError) -> int:
    match error:
        case NotAllowed():
            return 403
        case NotAcceptable():
            return 413
        case TooMany():
            return 429
        case SentAlready():
            return 410
    return 409


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
