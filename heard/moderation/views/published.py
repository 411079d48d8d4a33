"""Editing a story that is public: both texts, the reasons, a look at it as readers will see it, and only then the button."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.accounts.audiences import moderators
from heard.core import links
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.kept import words_for
from heard.core.texts.cleaning import clean_line
from heard.core.texts.differences import word_differences
from heard.directory.queries import services_by_id
from heard.moderation.actions.stories import edit_published
from heard.moderation.forms import BETTER, FEELINGS, GOOD, PUBLIC_REASONS, EditForm, tags_typed
from heard.moderation.presenters.history import happened
from heard.moderation.presenters.looks import left_in
from heard.moderation.presenters.publishing import as_public, earlier_edits, edit_rows, risk_words, told_after_edit
from heard.moderation.presenters.signs import marked
from heard.moderation.queries.cases import last_story_case, may_edit_published
from heard.moderation.queries.history import edits_of, history_of_story
from heard.moderation.queries.looks import new_tags_to_look_at, newly_noticed_in, noticed_in
from heard.moderation.queries.publishing import who_will_be_told_too
from heard.moderation.queries.suggestions import suggestions_for
from heard.moderation.queries.work import TagNames, public_story, service_names, work_on_public
from heard.moderation.rules.looking import FIELD as LOOKED_AT
from heard.moderation.rules.looking import not_looked_at as tags_not_looked_at
from heard.moderation.rules.publishing import risks_of
from heard.moderation.rules.work import AuthorsWords, StoryWork, what_is_missing
from heard.moderation.views.common import button_of, desk_page, moderator, services_pressed, services_shown, tags_pressed, typed_again
from heard.moderation.views.keeping import begun_here, on_the_sheet_of_a_story
from heard.moderation.views.refusing import keeps_what_was_typed
from heard.stories.models import Story
from heard.stories.queries import as_one_text, earlier_words, public_text
from heard.stories.rules.going_out import hits_of, not_looked_at
from heard.stories.rules.personal_data import find_in_chosen_name
from heard.stories.rules.publishing import is_changed

TAG_LABELS = {"good": GOOD, "better": BETTER, "feelings": FEELINGS}


@moderators
@on_the_sheet_of_a_story
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Edit a published story. Nothing is public before the page that shows it as readers will see it."""
    story = _story(request, number)
    public = work_on_public(story)
    if request.method != "POST":
        kept = words_for(request) or begun_here(request)
        if kept is None:
            return _show(request, story, EditForm.of(public, seen=public_text(story.pk)), public)
        again = EditForm(kept)
        again.is_valid()
        return _show(request, story, again, again.work(kept, public))
    form = EditForm(request.POST)
    form.is_valid()
    button = button_of(request.POST, "look")
    work = tags_pressed(services_pressed(form.work(request.POST, public), button), button)
    if button in {"edit", "add-row", "find"} or button.startswith(("add-service:", "remove-service:", "keep-tag:", "drop-tag:")):
        looked_for = clean_line(request.POST.get("find", ""))[:100] if button == "find" else ""
        return _show(request, story, _again(work, form), work, more_rows=button == "add-row", find=looked_for)
    if button == "publish" and form.cleaned_data.get("seen", 0) < public_text(story.pk) and not _is_other(work, public):
        return redirect(links.to("story", number=story.pk))  # pressed twice: these words are public
    wrong = _what_is_wrong(story, work, public)
    if form.errors or wrong:
        form.say(wrong)
        return _show(request, story, form, work, wrong=wrong, status=422)
    if button != "publish":
        return _look(request, story, form, work, public)
    try:
        edit_published(story_id=story.pk, seen_text=form.cleaned_data["seen"], work=work, by=moderator(request))
    except NotAcceptable as error:
        if error.field == LOOKED_AT:
            return _look(request, story, form, work, public, wrong=str(error), status=422)
        wrong = [(error.field or "", str(error))]
        form.say(wrong)
        return _show(request, story, form, work, wrong=wrong, status=422)
    except ChangedSince:
        return _changed_since(request, number, work)
    messages.success(request, _("Your edit is public. We’ve told the author, who can read your reasons."))
    return redirect(links.to("story", number=story.pk))


def _story(request: HttpRequest, number: int) -> Story:
    story = public_story(number)
    if story is None or not may_edit_published(moderator(request), story.pk):
        raise Http404
    return story


def _what_is_wrong(story: Story, work: StoryWork, public: StoryWork) -> list[tuple[str, str]]:
    if not _is_other(work, public):
        return [("text", _("You haven’t changed anything yet"))]
    names, retagged = service_names(work.services), _is_retagged(work, public)
    missing = what_is_missing(work, _public_words(public), service_names=names, moved=work.services != public.services, retagged=retagged)
    return [*missing, *tags_not_looked_at(new_tags_to_look_at(story, work))]


def _is_other(work: StoryWork, public: StoryWork) -> bool:
    return is_changed(work, _public_words(public)) or work.services != public.services or _is_retagged(work, public)


def _is_retagged(work: StoryWork, public: StoryWork) -> bool:
    return (work.good, work.better, work.feelings) != (public.good, public.better, public.feelings)


def _public_words(public: StoryWork) -> AuthorsWords:
    return AuthorsWords(public.title, public.text, public.hope, public.chosen_name)


def _again(work: StoryWork, form: EditForm) -> EditForm:
    """The same words in a form that complains of nothing yet."""
    return EditForm.of(work, seen=form.cleaned_data.get("seen", -1))


def _changed_since(request: HttpRequest, number: int, typed: StoryWork) -> HttpResponse:
    """A colleague edited it meanwhile: show what is public now beside what was typed here, and let the person decide."""
    story = _story(request, number)
    context = {
        "theirs": story,
        "theirs_differs": word_differences(story.text, typed.text),
        "theirs_services": _names(story.service_ids),
    }
    return _show(request, story, EditForm.of(typed, seen=public_text(story.pk)), typed, more=context, status=409)


def _show(
    request: HttpRequest,
    story: Story,
    form: EditForm,
    work: StoryWork,
    *,
    more_rows: bool = False,
    find: str = "",
    wrong: list[tuple[str, str]] | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    original = story.own
    form.fit(work.text)
    texts = [("title", original.title), ("words", original.words), ("hope", original.hope)]
    suggestions = suggestions_for(story, words=as_one_text(original), tags=TagNames(), earlier=earlier_words(story.pk))
    context = {
        "story": story,
        "form": form,
        "work": work,
        "marked": marked(texts, suggestions),
        "name_hits": find_in_chosen_name(work.chosen_name),
        "reasons": PUBLIC_REASONS,
        **services_shown(work, find, region_id=story.region_id),
        "rows": edit_rows(work.edits, more=more_rows),
        "tags_seen": new_tags_to_look_at(story, work),
        "wrong": dict(reversed(wrong or [])),
        "theirs": None,
        "earlier": earlier_edits(edits_of(story.pk)),
        "past": happened(history_of_story(story.pk)),
        "case": last_story_case(story.pk),
    }
    return desk_page(request, "edit", context | (more or {}), status=status)


def _look(
    request: HttpRequest, story: Story, form: EditForm, work: StoryWork, public: StoryWork, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    moved = work.services != public.services
    noticed, new = noticed_in(story, work), newly_noticed_in(story, work)
    context = {
        "story": story,
        "form": form,
        "work": work,
        "public": as_public(story, work, services_by_id(work.services)),
        "before": public,
        "pieces": word_differences(public.text, work.text) if public.text != work.text else [],
        "hope_pieces": word_differences(public.hope, work.hope) if public.hope != work.hope else [],
        "left": left_in(noticed, ask=not_looked_at(new, ())),
        "ticked": work.looked_at,
        "wrong": wrong,
        "tags_before": tags_typed(public),
        "tags_now": tags_typed(work),
        "tag_labels": TAG_LABELS,
        "risks": risk_words(risks_of(work, hits=len(hits_of(noticed)))),
        "reasons": dict(PUBLIC_REASONS),
        "services_before": _names(public.services) if moved else [],
        "services_now": _names(work.services),
        "told": told_after_edit(who_will_be_told_too(story, work.services) if moved else None),
        "typed": typed_again(request),
    }
    return desk_page(request, "edit_look", context, status=status)


def _names(services: Sequence[int]) -> list[str]:
    known = services_by_id(services)
    return [known[pk].name for pk in services if pk in known]
