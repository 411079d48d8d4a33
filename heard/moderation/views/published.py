"""Editing a story that is public: both texts, the reasons, a look at it as readers will see it, and only then the button."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from heard.accounts.audiences import moderators
from heard.core import links
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.kept import keeps_words, words_for
from heard.directory.queries import services_by_id
from heard.moderation import presenters, queries
from heard.moderation.actions.stories import edit_published
from heard.moderation.forms import REASONS, EditForm
from heard.moderation.rules.differences import word_differences
from heard.moderation.rules.work import Sent, StoryWork, is_changed, what_is_missing
from heard.moderation.views.common import moderator, page
from heard.stories.models import Story
from heard.stories.queries import public_text
from heard.stories.rules.personal_data import find_in_chosen_name, find_personal_data


@moderators
@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Edit a published story. Nothing is public before the page that shows it as readers will see it."""
    story = _story(request, number)
    public = queries.work_on_public(story)
    if request.method != "POST":
        kept = words_for(request)
        if kept is None:
            return _show(request, story, EditForm.of(public, seen=public_text(story.pk)), public)
        again = EditForm(kept)
        again.is_valid()
        return _show(request, story, again, replace(public, **again.typed(kept)))
    form = EditForm(request.POST)
    form.is_valid()
    button, work = request.POST.get("do", "look"), replace(public, **form.typed(request.POST))
    if button in {"edit", "add-row"}:
        return _show(request, story, _again(work, form), work, more_rows=button == "add-row")
    if button == "publish" and form.cleaned_data.get("seen", 0) < public_text(story.pk) and not is_changed(work, _sent(public)):
        return redirect(links.to("story", number=story.pk))  # pressed twice: these words are public
    wrong = _what_is_wrong(work, public)
    if form.errors or wrong:
        form.say(wrong)
        return _show(request, story, form, work, wrong=wrong, status=422)
    if button != "publish":
        return _look(request, story, form, work, public)
    try:
        edit_published(story_id=story.pk, seen_text=form.cleaned_data["seen"], work=work, by=moderator(request))
    except NotAcceptable as error:
        wrong = [(error.field or "", str(error))]
        form.say(wrong)
        return _show(request, story, form, work, wrong=wrong, status=422)
    except ChangedSince:
        return _changed_since(request, number, work)
    messages.success(request, "The edit is public. The author is told, and can read your reasons.")
    return redirect(links.to("story", number=story.pk))


def _story(request: HttpRequest, number: int) -> Story:
    story = queries.public_story(number)
    if story is None or not queries.may_edit_published(moderator(request), story.pk):
        raise Http404
    return story


def _what_is_wrong(work: StoryWork, public: StoryWork) -> list[tuple[str, str]]:
    sent = _sent(public)
    if not is_changed(work, sent):
        return [("text", "Nothing is changed yet.")]
    return what_is_missing(work, sent, service_names=queries.service_names(work.services))


def _sent(public: StoryWork) -> Sent:
    return Sent(public.title, public.text, public.hope, public.chosen_name)


def _again(work: StoryWork, form: EditForm) -> EditForm:
    """The same words in a form that complains of nothing yet."""
    return EditForm.of(work, seen=form.cleaned_data.get("seen", -1))


def _changed_since(request: HttpRequest, number: int, typed: StoryWork) -> HttpResponse:
    """A colleague edited it meanwhile: show what is public now beside what was typed here, and let the person decide."""
    story = _story(request, number)
    context = {"theirs": story, "theirs_differs": word_differences(story.text, typed.text)}
    return _show(request, story, EditForm.of(typed, seen=public_text(story.pk)), typed, more=context, status=409)


def _show(
    request: HttpRequest,
    story: Story,
    form: EditForm,
    work: StoryWork,
    *,
    more_rows: bool = False,
    wrong: list[tuple[str, str]] | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    original = story.original
    form.fit(work.text)
    texts = [("title", original.title), ("words", original.words), ("hope", original.hope)]
    suggestions = queries.suggestions_for(story, words=queries.own_words(original), tags=queries.TagNames())
    context = {
        "story": story,
        "form": form,
        "work": work,
        "marked": presenters.marked(texts, suggestions),
        "name_hits": find_in_chosen_name(work.chosen_name),
        "reasons": REASONS,
        "rows": presenters.edit_rows(work.edits, more=more_rows),
        "wrong": dict(reversed(wrong or [])),
        "theirs": None,
        "earlier": presenters.earlier_edits(queries.edits_of(story.pk)),
        "past": presenters.happened(queries.history_of_story(story.pk)),
        "case": queries.last_story_case(story.pk),
    }
    return page(request, "edit", context | (more or {}), status=status)


def _look(request: HttpRequest, story: Story, form: EditForm, work: StoryWork, public: StoryWork) -> HttpResponse:
    context = {
        "story": story,
        "form": form,
        "work": work,
        "public": presenters.as_public(story, work, services_by_id(work.services)),
        "before": public,
        "pieces": word_differences(public.text, work.text) if public.text != work.text else [],
        "hope_pieces": word_differences(public.hope, work.hope) if public.hope != work.hope else [],
        "left": find_personal_data(f"{work.title}\n{work.text}\n{work.hope}", known=[*queries.openly_known(story), work.chosen_name]),
        "reasons": dict(REASONS),
        "typed": [(name, each) for name, values in request.POST.lists() if name not in {"do", "csrfmiddlewaretoken"} for each in values],
    }
    return page(request, "edit_look", context)
