"""The author's own pages: see everything, say more, take it back."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.accounts.actions import authors as author_actions
from heard.accounts.audiences import authors
from heard.accounts.models import Author
from heard.accounts.policies import author_of, has_proved, note_proved
from heard.accounts.queries import author_refused_since, key_shown_for, key_to_show, language_of_author, wants_notices, words_to_show
from heard.core import clock, languages, links, sites
from heard.core.access import button_on
from heard.core.errors import ChangedSince, DomainError, NotAcceptable, TooMany, WrongState
from heard.following import forms, presenters, queries
from heard.regions.models import Region
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.actions.authors import rate_answer as rate_answer_action
from heard.responses.actions.authors import rate_change as rate_change_action
from heard.responses.actions.authors import report_treated_differently
from heard.responses.actions.replies import say_not_yet, send_reply
from heard.responses.actions.replies import withdraw_reply as withdraw_reply_action
from heard.responses.lifecycle import REPLY, ReplyMoves
from heard.responses.queries import Voice, is_overdue
from heard.stories.actions.authoring import change_consents, correct_story, say_about_author, withdraw_story
from heard.stories.actions.publishing import answer_moderator, ask_to_look_again
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import AboutFields, State, Story
from heard.stories.presenters import notices_come, own_frame, region_of, when_read
from heard.stories.queries import about_author, earlier_words, own_words, story_of, words_number
from heard.stories.rules import consent
from heard.stories.rules.signs import calls_for_help
from heard.stories.rules.taking_back import taking_back
from heard.telling.forms import MoreForm
from heard.telling.queries import draft_of
from heard.ui.forms import Form, LanguageForm, form_data

HELP_HIDDEN_AT = "help_hidden_at"
FORM = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


def proved(view: View) -> View:
    """What could hurt in the wrong hands also asks for the PIN, if the author chose one, unless a mailed link was used."""

    @wraps(view)
    def guarded(request: HttpRequest, author: Author, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_proved(request.session, author):
            return redirect(f"{reverse('following:prove')}?{urlencode({'next': request.path})}")
        return view(request, author, *args, **kwargs)

    return guarded


@authors
@sensitive_post_parameters()
@FORM
def prove(request: HttpRequest, author: Author) -> HttpResponse:
    form = forms.ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if author_actions.check_pin(author, form.cleaned_data["pin"]):
                note_proved(request.session, author)
                return redirect(links.ours(request.GET.get("next", "")) or links.to("my-story"))
            form.add_error("pin", _("That isn’t your PIN. If you left an email address, you can ask for a link to your story instead."))
        except TooMany as refused:
            form.add_error("pin", str(refused))
    why = _("You chose a PIN so that no one else who has your key can do this.")
    return _ask(request, form, title=_("Enter your PIN"), why=why, button=_("Continue"))


@authors
@require_safe
def story(request: HttpRequest, author: Author) -> HttpResponse:
    """Everything about my story in one place."""
    mine = queries.my_story(author)
    if mine is None:
        draft = draft_of(author)
        return _own_page(request, "following/draft.html", {"draft": draft})
    title, lead = presenters.headline(mine)
    page = {
        "mine": mine,
        "story": mine.story,
        "public_page": links.on_site_of(mine.story.region_id, links.to("story", number=mine.story.pk)),
        "title": title,
        "lead": lead,
        "steps": presenters.progress(mine),
        "history": presenters.history(mine),
        "told": presenters.told_entries(mine.told),
        "answered": presenters.answered(mine),
        "again": when_read(mine.story.region).again if mine.story.state == State.WAITING and not mine.public_from else "",
        "undecided": mine.story.state in UNDECIDED,
        "in_danger": queries.may_be_in_danger(mine, hidden_at=_help_hidden_at(request)),
        "reports": presenters.reports(mine),
        "edits": presenters.edits(mine),
        "has_contact": queries.has_contact(author),
        "told_by_email": wants_notices(author.pk),
        "email_refused": author_refused_since(author.pk),
        "notices_come": notices_come(mine.story.region),
        "has_pin": bool(author.pin_hash),
        "key_words": key_to_show(author, request.session),
        "key_behind_pin": not has_proved(request.session, author) and words_to_show(author) is not None,
    }
    return _own_page(request, "following/story.html", page)


@authors
@require_safe
def help_first(request: HttpRequest, author: Author) -> HttpResponse:
    """What the author just sent may mean that somebody is in danger: help first, and the way back to the story."""
    return _own_page(request, "following/help.html", {})


@authors
@button_on("following:story")
@require_POST
def hide_help(request: HttpRequest, author: Author) -> HttpResponse:
    """The band of help is folded away until the author comes back another time, or writes such words again: in this session alone."""
    request.session[HELP_HIDDEN_AT] = clock.now().isoformat()
    return redirect("following:story")


def _help_hidden_at(request: HttpRequest) -> datetime | None:
    said = request.session.get(HELP_HIDDEN_AT)
    return datetime.fromisoformat(said) if said else None


@authors
@FORM
def reply(request: HttpRequest, author: Author, answer_id: int | None = None) -> HttpResponse:
    mine = _public_story(author)
    answer = queries.published_answer(mine, answer_id) if answer_id is not None else queries.last_answer(mine)
    if answer_id is not None and answer is None:
        raise Http404
    form = forms.ReplyForm(request.POST or None).limit_words(setting(mine.region_id, SettingKey.REPLY_WORDS))

    def act() -> None:
        send_reply(story_id=mine.pk, author=author, answer_id=answer_id, form_key=form.key(), **_words_of(form))

    why = _(
        "A moderator will read it first. Then we’ll show it below the answer, with the name you chose, and tell the people who answered."
    )
    return _act(
        request,
        form,
        act,
        done=_("We have your reply. A moderator will read it."),
        title=_("Reply"),
        why=why,
        button=_("Send my reply"),
        quote=presenters.quoted(answer) if answer else None,
        promises=queries.overdue_promises(mine),
    )


@authors
@FORM
def update(request: HttpRequest, author: Author) -> HttpResponse:
    mine = _public_story(author)
    form = forms.UpdateForm(request.POST or None).limit_words(setting(mine.region_id, SettingKey.REPLY_WORDS))

    def act() -> None:
        send_reply(story_id=mine.pk, author=author, kind="update", form_key=form.key(), **_words_of(form))

    why = _("Things may have got better or worse. A moderator will read your update first. Then we’ll show it below your story.")
    return _act(
        request,
        form,
        act,
        done=_("We have your update. A moderator will read it."),
        title=_("Add an update"),
        why=why,
        button=_("Send my update"),
        promises=queries.overdue_promises(mine),
    )


@authors
@FORM
def not_yet(request: HttpRequest, author: Author, change_id: int) -> HttpResponse:
    """Say that a promised change hasn't happened by its day."""
    mine = _public_story(author)
    promised = queries.planned_change(mine, change_id)
    if promised is None:
        raise Http404
    if request.method != "POST" and not is_overdue(promised):
        messages.info(request, _("This isn’t overdue any more. You can see below what they said about it."))
        return redirect("following:story")
    form = forms.NotYetForm(form_data(request)).limit_words(setting(mine.region_id, SettingKey.REPLY_WORDS))

    waits: list[bool] = []

    def act() -> None:
        # Without words it may be what was said before, with words that a moderator reads first.
        waits.append(say_not_yet(change_id=promised.pk, author=author, form_key=form.key(), **_words_of(form)).published_at is None)

    why = _(
        "We’ll show with your story that this hasn’t happened, and email the people at %(organisation)s who answered you. "
        "They can say what they’ve done, or give a new date."
    ) % {"organisation": promised.organisation}
    with_words = _("Thank you. A moderator will read it. Then we’ll show it with your story.")
    return _act(
        request,
        form,
        act,
        done=lambda: with_words if any(waits) else _("Thank you. We now show it with your story."),
        title=_("This hasn’t happened"),
        why=why,
        button=_("Say that this hasn’t happened"),
        quote=presenters.promised(promised),
    )


@authors
@FORM
def question(request: HttpRequest, author: Author) -> HttpResponse:
    mine = queries.my_story(author)
    if mine is None or (request.method != "POST" and mine.story.state != State.ASKED):
        return redirect("following:story")
    form = forms.QuestionForm(request.POST or None)

    def act() -> None:
        answer_moderator(story_id=mine.story.pk, answer=form.cleaned_data["text"], by=author)

    why = _("Only moderators at Heard can read your answer. It won’t be public.")
    return _act(
        request,
        form,
        act,
        done=_("Thank you. A moderator will read your answer."),
        title=_("A moderator has a question for you"),
        why=why,
        button=_("Send my answer"),
        quote=presenters.from_moderator(mine.question) if mine.question else None,
    )


@authors
@FORM
def look_again(request: HttpRequest, author: Author) -> HttpResponse:
    """Appeal against a decline."""
    mine = queries.my_story(author)
    if mine is None or (request.method != "POST" and (mine.declined_with is None or not mine.appeals_left)):
        return redirect("following:story")
    form = forms.LookAgainForm(request.POST or None)

    def act() -> None:
        ask_to_look_again(story_id=mine.story.pk, words=form.cleaned_data["text"], by=author)

    why = (
        _("A moderator who wasn’t involved in the decision will read your story and what you write here. No one else can see it.")
        if mine.somebody_else
        else _(
            "Everyone who reads stories here was involved in the decision. So the same people may read it again, with what you write. "
            "No one else can see it."
        )
    )
    if mine.appeals_left == 1:
        why = f"{why} " + _("You can only ask once.")
    return _act(
        request,
        form,
        act,
        done=_("Thank you. Someone else will read your story.") if mine.somebody_else else _("Thank you. We’ll read your story again."),
        title=_("Ask us to look again"),
        why=why,
        button=_("Ask us to look again"),
        quote=presenters.from_moderator(mine.declined_with.message) if mine.declined_with else None,
    )


@authors
@require_POST
def rate_answer(request: HttpRequest, author: Author, answer_id: int) -> HttpResponse:
    if queries.published_answer(_public_story(author), answer_id) is None:
        raise Http404
    return _rate(request, lambda said: rate_answer_action(answer_id=answer_id, author=author, helpful=said))


@authors
@require_POST
def rate_change(request: HttpRequest, author: Author, change_id: int) -> HttpResponse:
    if queries.made_change(_public_story(author), change_id) is None:
        raise Http404
    return _rate(request, lambda said: rate_change_action(change_id=change_id, author=author, helped=said))


@authors
@FORM
def treated_differently(request: HttpRequest, author: Author) -> HttpResponse:
    mine = _story(author)
    form = forms.TreatedDifferentlyForm(request.POST or None)

    def act() -> None:
        report_treated_differently(story_id=mine.pk, author=author, text=form.cleaned_data["text"], form_key=form.key())

    why = _(
        "Tell us if someone treated you differently because you told your story, or tried to find out who you are. "
        "It goes straight to a senior moderator and is never public."
    )
    return _act(
        request,
        form,
        act,
        done=_("Thank you for telling us. A senior moderator will read it."),
        title=_("I was treated differently"),
        why=why,
        button=_("Send to a senior moderator"),
    )


@authors
@proved
@require_safe
def words(request: HttpRequest, author: Author) -> HttpResponse:
    """My own words as I sent them, beside what is public."""
    mine = queries.my_story(author)
    if mine is None:
        raise Http404
    page = {"mine": mine, "story": mine.story, "edits": presenters.edits(mine), "changes": presenters.changes(mine)}
    return _own_page(request, "following/words.html", page | {"earlier": earlier_words(mine.story.pk)})


@authors
@proved
@FORM
def correct(request: HttpRequest, author: Author) -> HttpResponse:
    """Correct or add to what was sent, until a moderator has decided."""
    mine = _story(author)
    if request.method != "POST" and mine.state not in UNDECIDED:
        return redirect("following:story")
    standing = own_words(mine)
    form = forms.CorrectForm(request.POST or None, initial=asdict(standing) | {"seen_words": words_number(mine.pk)})
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            correct_story(
                story_id=mine.pk,
                seen_words=form.cleaned_data["seen_words"],
                now=form.own_words(),
                note=form.cleaned_data["note"],
                by=author,
            )
        except NotAcceptable as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        except ChangedSince as refused:
            form = forms.CorrectForm(request.POST.dict() | {"seen_words": str(words_number(mine.pk))})
            still = _("What you wrote is still below, but we haven’t saved it yet. Press the button to save it.")
            form.add_error(None, f"{refused} {still}")
            status = 409
        except WrongState:
            form.add_error(
                None,
                _("A moderator has now decided about your story, so we haven’t saved this. Copy your words before you leave this page."),
            )
        except TooMany as refused:
            form.add_error(None, f"{refused} " + _("What you wrote is still here."))
            status = 429
        else:
            said = [now for before, now in zip(astuple(standing), astuple(form.own_words()), strict=True) if now != before]
            if calls_for_help("\n\n".join((*said, form.cleaned_data["note"]))):
                return redirect("following:help")
            messages.success(request, _("We have your new words. A moderator will read them."))
            return redirect("following:story")
    page = {"form": form, "question": queries.open_question(mine), "public_from": queries.public_soon(mine)}
    return _own_page(request, "following/correct.html", page, status=status if form.is_bound else 200)


@authors
@proved
@FORM
def consents(request: HttpRequest, author: Author) -> HttpResponse:
    """What else Heard may do with my story."""
    mine = _story(author)
    agreed = {each.use: True for each in mine.consents.filter(taken_back_at=None)}
    version = consent.version_here(in_england=mine.region.in_england)
    form = forms.ConsentsForm(form_data(request), initial=agreed, version=version)

    def act() -> None:
        change_consents(story_id=mine.pk, uses=form.uses, wording=version, by=author)

    why = _("We don’t pass anything on yet. This isn’t about publishing: if you don’t want your story to be public, take it back.")
    return _act(
        request, form, act, done=_("We’ve saved what you agree to."), title=_("What else can we do with it?"), why=why, button=_("Save")
    )


@authors
@proved
@FORM
def about_me(request: HttpRequest, author: Author) -> HttpResponse:
    """What I said about myself: change it, or take it away."""
    mine = _story(author)
    if mine.state == State.WITHDRAWN:
        return redirect("following:story")
    held = about_author(mine)
    initial = {name: getattr(held, name) for name in AboutFields.ABOUT} if held else None
    form = MoreForm(form_data(request), initial=initial)

    def act() -> None:
        say_about_author(story_id=mine.pk, said=form.values(), by=author)

    why = _("Only you can see this. We only count it, in groups of more than 10, to see whose stories are missing.")
    return _act(
        request,
        form,
        act,
        done=_("We’ve saved your answers. We don’t keep earlier ones."),
        title=_("About you"),
        why=why,
        button=_("Save"),
    )


@authors
@proved
@FORM
def withdraw(request: HttpRequest, author: Author) -> HttpResponse:
    mine = _story(author)
    if mine.state == State.WITHDRAWN:
        return redirect("following:story")
    if request.method == "POST":
        withdraw_story(story_id=mine.pk, by=author)
        messages.success(request, _("You took your story back. No one can read it on Heard any more."))
        return redirect("following:story")
    kept = taking_back(days_kept=setting(mine.region_id, SettingKey.TAKEN_BACK_KEPT))
    return _own_page(request, "following/withdraw.html", {"story": mine, "taking_back": kept})


@authors
@proved
@FORM
def withdraw_reply(request: HttpRequest, author: Author, reply_id: int) -> HttpResponse:
    """Take one reply or update back."""
    mine = queries.own_reply(author, reply_id)
    if mine is None:
        raise Http404
    if not REPLY.allows(mine.state, ReplyMoves.WITHDRAW):
        return redirect("following:story")
    if request.method == "POST":
        try:
            withdraw_reply_action(reply_id=mine.pk, author=author)
        except WrongState as refused:
            messages.info(request, str(refused))
        else:
            messages.success(request, _("You took it back. No one can read it on Heard any more."))
        return redirect("following:story")
    return _own_page(request, "following/withdraw_reply.html", {"reply": mine, "title": presenters.take_back(mine.kind)})


@authors
@proved
@FORM
def new_key(request: HttpRequest, author: Author) -> HttpResponse:
    """A new story key: the old one stops working at once, everywhere."""
    if request.method == "POST":
        author_actions.replace_key(author, session=request.session)
        return redirect("following:new_key")
    return _own_page(request, "following/new_key.html", {"words": key_to_show(author, request.session), "days": key_shown_for().days})


@authors
@button_on("following:story")
@require_POST
def key_is_safe(request: HttpRequest, author: Author) -> HttpResponse:
    author_actions.key_is_safe(author)
    messages.success(request, _("Thank you. Only you have your story key now."))
    return redirect("following:story")


@authors
@proved
@sensitive_post_parameters()
@FORM
def contact(request: HttpRequest, author: Author) -> HttpResponse:
    form = forms.EmailForm(request.POST or None)

    def act() -> None:
        author_actions.give_contact(author, kind="email", value=form.cleaned_data["email"])

    why = _(
        "We only email you when something happens to your story, or when you ask for a link to it. Our emails come %(later)s. The time "
        "is random, so that no one can match one with your story. If you gave us an address before, this replaces it."
    ) % {"later": notices_come(_region(request, author))}
    return _act(
        request,
        form,
        act,
        done=_("We’ve encrypted and saved your email address."),
        title=_("Leave an email address"),
        why=why,
        button=_("Save my email address"),
    )


@authors
@proved
@FORM
def language(request: HttpRequest, author: Author) -> HttpResponse:
    form = LanguageForm(request.POST or None, initial={"language": languages.to_write_in(language_of_author(author.pk))})

    def act() -> None:
        author_actions.choose_language(author, form.cleaned_data["language"])

    why = _("This changes the language of our emails. It doesn’t change pages or what people wrote.")
    done = _("Saved. We’ll email you in this language from now on.")
    return _act(request, form, act, done=done, title=_("Language of our emails"), why=why, button=_("Save"))


@authors
@proved
@FORM
def forget(request: HttpRequest, author: Author) -> HttpResponse:
    if request.method == "POST":
        author_actions.forget_contact(author)
        messages.success(request, _("We’ve deleted your email address. Your story key still works."))
        return redirect("following:story")
    return _own_page(request, "following/forget.html", {"has_contact": queries.has_contact(author)})


@authors
@proved
@sensitive_post_parameters()
@FORM
def choose_pin(request: HttpRequest, author: Author) -> HttpResponse:
    form = forms.NewPinForm(request.POST or None)

    def act() -> None:
        author_actions.set_pin(author, form.cleaned_data["pin"], session=request.session)

    why = _("With a PIN, your key alone isn’t enough to see your own words, take your story back or change your email address.")
    return _act(request, form, act, done=_("We’ve saved your PIN."), title=_("Choose a PIN"), why=why, button=_("Save my PIN"))


@authors
@proved
@require_safe
def download(request: HttpRequest, author: Author) -> HttpResponse:
    """Everything Heard holds about me, as one file."""
    options = {"indent": 2, "ensure_ascii": False}
    response = JsonResponse(presenters.in_words(queries.everything_held(author)), encoder=DjangoJSONEncoder, json_dumps_params=options)
    response["Content-Disposition"] = 'attachment; filename="my-story-on-heard.json"'
    return response


def _own_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, own_frame(_region(request, author_of(request.session))) | context, status=status)


def _region(request: HttpRequest, author: Author | None) -> Region:
    """Who promises and helps here: the region that reads the story. Sites of one host share a session, so the address can be another's."""
    told = (story_of(author) or draft_of(author)) if author and sites.sites().several else None
    return told.region if told else region_of(request)


def _story(author: Author) -> Story:
    mine = story_of(author)
    if mine is None:
        raise Http404
    return mine


def _public_story(author: Author) -> Story:
    mine = _story(author)
    if not mine.is_public:
        raise Http404
    return mine


def _act(
    request: HttpRequest,
    form: Form,
    act: Callable[[], None],
    *,
    done: str | Callable[[], str],
    title: str,
    why: str,
    button: str,
    quote: presenters.Quoted | None = None,
    promises: Sequence[Voice] = (),
) -> HttpResponse:
    """Show the form; when it is sent and right, act, say so and go back to the story. What was typed stays when something is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except NotAcceptable as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        except DomainError as refused:
            form.add_error(None, str(refused))
        else:
            if _calls_for_help(form):
                return redirect("following:help")
            messages.success(request, done() if callable(done) else done)
            return redirect("following:story")
    return _ask(request, form, title=title, why=why, button=button, quote=quote, promises=promises)


def _words_of(form: Form) -> dict[str, Any]:
    return {"text": form.cleaned_data["text"], "long_is_fine": form.cleaned_data.get("long_is_fine", False)}


def _calls_for_help(form: Form) -> bool:
    """Whether somebody may be in danger by what was just sent."""
    return calls_for_help(str(form.cleaned_data.get("text", "")))


def _ask(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    why: str,
    button: str,
    quote: presenters.Quoted | None = None,
    promises: Sequence[Voice] = (),
) -> HttpResponse:
    in_danger = form.is_bound and calls_for_help("\n\n".join(request.POST.getlist("text"))[: form.letters_to_look_at("text")])
    page = {"form": form, "title": title, "why": why, "button": button, "quote": quote, "in_danger": in_danger, "promises": promises}
    return _own_page(request, "following/ask.html", page, status=_status(form))


def _rate(request: HttpRequest, rate: Callable[[str], object]) -> HttpResponse:
    try:
        rate(request.POST.get("said", ""))
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Thank you. We’ll show this with your story."))
    return redirect("following:story")


def _status(form: Form) -> int:
    return 422 if form.is_bound and form.errors else 200
