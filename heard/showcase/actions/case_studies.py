"""Case studies: begun, written, published, taken out; and the consent of everyone in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.media.actions.pictures import keep_photo, let_go
from heard.media.rules.pictures import Copies, Held
from heard.showcase.events import CaseStudyPublished, CaseStudyWithdrawn, ConsentWithdrawn
from heard.showcase.lifecycle import CASE_STUDY, CaseStudyMoves
from heard.showcase.models import CaseStudy, CaseStudyVersion, Interviewee, OldSlug, State
from heard.showcase.queries.studies import newest_version
from heard.showcase.rules.interviews import Answer, Interview, Speaker, digest_of, read, still_wrong

CONSENT = "consent"
"""The reason of a move: someone in it doesn't agree any more."""


@dataclass(frozen=True)
class Given:
    """Someone in an interview, as an editor wrote it down. `number` is their row, if they have one already."""

    name: str
    short: str = ""
    role: str = ""
    number: int | None = None


@transaction.atomic
def begin_case_study(
    *, form_key: UUID, slug: str, region_id: int | None, language: str, interview: Interview, people: Sequence[Given], by: Actor
) -> CaseStudy:
    """Begin one, with its first version. The same form sent twice is one case study. In `interview`, answers name people by their place
    among `people`.

    Raises:
        NotAllowed: they aren't an editor.
        NotAcceptable: another case study has this address.
    """
    _check_edits(by)
    if again := CaseStudy.objects.filter(form_key=form_key).first():
        return again
    _check_slug_free(slug)
    study = CaseStudy(slug=slug, region_id=region_id, language=language, form_key=form_key)
    try:
        with transaction.atomic():
            moves.make(study, CASE_STUDY, CaseStudyMoves.BEGIN, by=by)
    except IntegrityError:  # the button was pressed twice, or someone else took the address, at the same moment
        if again := CaseStudy.objects.filter(form_key=form_key).first():
            return again
        _check_slug_free(slug)
        raise
    _write(study, 1, interview, people, by=by)
    return study


@transaction.atomic
def save_version(
    *,
    case_study_id: int,
    seen: int,
    slug: str,
    region_id: int | None,
    language: str,
    interview: Interview,
    people: Sequence[Given],
    by: Actor,
) -> CaseStudyVersion:
    """Write another version. What is public stays as it is until this one is published; address and region change at once. The same
    version sent twice by the same editor, because a button was pressed twice, is one.

    Raises:
        NotAllowed: they aren't an editor.
        ChangedSince: someone saved a version after `seen`.
        NotAcceptable: another case study has this address.
    """
    _check_edits(by)
    study = moves.locked(CaseStudy.objects).get(pk=case_study_id)
    newest = newest_version(study.pk)
    is_same = (slug, region_id, language) == (study.slug, study.region_id, study.language) and _says(newest, interview, people)
    if is_same and newest.number - 1 == seen and newest.made_by == by.actor_ref:
        return newest
    _check_seen(newest, seen)
    if slug != study.slug:
        _check_slug_free(slug, but=study)
        OldSlug.objects.filter(case_study=study, slug=slug).delete()
        OldSlug.objects.create(case_study=study, slug=study.slug)
    study.slug, study.region_id, study.language = slug, region_id, language
    study.save(update_fields=["slug", "region", "language"])
    return _write(study, newest.number + 1, interview, people, by=by)


@transaction.atomic
def publish_case_study(*, case_study_id: int, seen: int, by: Actor) -> CaseStudy:
    """Make the newest version public. Its PDF is made afterwards, by the worker.

    Raises:
        NotAllowed: they aren't an editor.
        ChangedSince: someone saved a version after `seen`.
        NotAcceptable: something is missing, or someone in it hasn't agreed.
    """
    _check_edits(by)
    study = moves.locked(CaseStudy.objects).get(pk=case_study_id)
    newest = newest_version(study.pk)
    _check_seen(newest, seen)
    interview = read(newest.body)
    for wrong in still_wrong(interview):
        raise NotAcceptable(wrong.words, field=wrong.field)
    agree = {each.pk for each in study.interviewees.all() if each.agrees}
    for position, person in enumerate(interview.people):
        if person.number not in agree:
            raise NotAcceptable(_("%(name)s hasn’t agreed to this yet") % {"name": person.name}, field=f"person-{position}-name")
    columns = {"published": newest, "published_on": study.published_on or clock.today()}
    moves.make(study, CASE_STUDY, CaseStudyMoves.PUBLISH, by=by, columns=columns)
    announce(CaseStudyPublished(case_study_id=study.pk, version_id=newest.pk), by=by)
    return study


@transaction.atomic
def withdraw_case_study(*, case_study_id: int, reason: str, by: Actor) -> CaseStudy:
    """Take it out. It can be published again.

    Raises:
        NotAllowed: they aren't an editor.
        NotAcceptable: there is no reason.
        WrongState: it isn't public.
    """
    _check_edits(by)
    if not reason.strip():
        raise NotAcceptable(_("Say why, for your colleagues"), field="reason")
    study = moves.locked(CaseStudy.objects).get(pk=case_study_id)
    _withdraw(study, reason.strip(), by=by)
    return study


@transaction.atomic
def record_consent(*, interviewee_id: int, agreed_on: date, how: str, where: str, by: Actor) -> Interviewee:
    """Someone who was interviewed agreed to be shown with what they say.

    Raises:
        NotAllowed: they aren't an editor.
    """
    _check_edits(by)
    who = Interviewee.objects.select_for_update(no_key=True).get(pk=interviewee_id)
    who.agreed_on, who.agreed_how, who.agreed_where = agreed_on, how, where
    who.recorded_by, who.recorded_at, who.withdrawn_at, who.withdrawn_by = by.actor_ref, clock.now(), None, ""
    who.save()
    return who


@transaction.atomic
def set_portrait(*, interviewee_id: int, copies: Copies | Held | None, by: Actor) -> Interviewee:
    """Show this photo of someone who was interviewed, or none. It stands on the page at once, if that is public.

    Raises:
        NotAllowed: they aren't an editor.
        NotAcceptable: the person hasn't agreed.
    """
    _check_edits(by)
    who = Interviewee.objects.select_for_update(no_key=True).get(pk=interviewee_id)
    if copies is not None and not who.agrees:
        raise NotAcceptable(_("First record that %(name)s has agreed") % {"name": who.name}, field="photo")
    before, who.photo = who.photo_id, keep_photo(copies=copies, by=by) if copies else None
    who.save(update_fields=["photo"])
    if before is not None:
        let_go(picture_id=before, by=by)
    return who


@transaction.atomic
def withdraw_consent(*, case_study_id: int, interviewee_id: int, by: Actor) -> Interviewee:
    """Someone who was interviewed doesn't agree any more: the case study isn't public from now on, and their photo is deleted. If they
    never agreed, or withdrew before, nothing changes.

    Raises:
        NotAllowed: they aren't an editor.
    """
    _check_edits(by)
    study = moves.locked(CaseStudy.objects).get(pk=case_study_id)
    who = Interviewee.objects.select_for_update(no_key=True).get(pk=interviewee_id, case_study=study)
    if not who.agrees:
        return who
    who.withdrawn_at, who.withdrawn_by = clock.now(), by.actor_ref
    photo, who.photo = who.photo_id, None
    who.save(update_fields=["withdrawn_at", "withdrawn_by", "photo"])
    if photo is not None:
        let_go(picture_id=photo, by=by)
    announce(ConsentWithdrawn(kind="case-study", number=who.pk), by=by)
    if study.state == State.PUBLISHED and study.published and any(each.number == who.pk for each in read(study.published.body).people):
        _withdraw(study, CONSENT, by=by)
    return who


def _withdraw(study: CaseStudy, reason: str, *, by: Actor) -> None:
    moves.make(study, CASE_STUDY, CaseStudyMoves.WITHDRAW, by=by, reason=reason)
    announce(CaseStudyWithdrawn(case_study_id=study.pk), by=by)


def _write(study: CaseStudy, number: int, interview: Interview, people: Sequence[Given], *, by: Actor) -> CaseStudyVersion:
    """Keep who is in it and whether they agree, and what it says."""
    rows = [_keep_person(study, each) for each in people]
    speakers = tuple(
        Speaker(row.pk, each.name, each.short or _initials(each.name), each.role) for row, each in zip(rows, people, strict=True)
    )
    turns = tuple(replace(turn, answers=tuple(Answer(rows[each.who].pk, each.words) for each in turn.answers)) for turn in interview.turns)
    body = replace(interview, people=speakers, turns=turns).body
    day = clock.today()
    digest = digest_of(study.pk, study.slug, study.region_id, study.language, day.isoformat(), body)
    return CaseStudyVersion.objects.create(case_study=study, number=number, body=body, digest=digest, made_by=by.actor_ref)


def _says(version: CaseStudyVersion, interview: Interview, people: Sequence[Given]) -> bool:
    """Whether a version says just this, where answers name people by their place."""
    there = read(version.body)
    places = {each.number: place for place, each in enumerate(there.people)}
    turns = tuple(replace(turn, answers=tuple(Answer(places[each.who], each.words) for each in turn.answers)) for turn in there.turns)
    named = [(each.name, each.short or _initials(each.name), each.role) for each in people]
    return named == [(each.name, each.short, each.role) for each in there.people] and replace(there, people=(), turns=turns) == interview


def _keep_person(study: CaseStudy, given: Given) -> Interviewee:
    """Their row, which keeps their consent. A name may be corrected; one without a word of it is someone else's, who hasn't agreed."""
    row = Interviewee.objects.filter(case_study=study, pk=given.number).first() if given.number else None
    if row is None or not {*row.name.casefold().split()} & {*given.name.casefold().split()}:
        return Interviewee.objects.create(case_study=study, name=given.name)
    if row.name != given.name:
        row.name = given.name
        row.save(update_fields=["name"])
    return row


def _initials(name: str) -> str:
    return "".join(each[0] for each in name.split() if each[0].isalpha())[:3].upper()


def _check_edits(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can do this."))


def _check_seen(newest: CaseStudyVersion, seen: int) -> None:
    if newest.number != seen:
        raise ChangedSince(_("Someone saved another version while you had this open. Look at theirs, then save yours again to replace it."))


def _check_slug_free(slug: str, *, but: CaseStudy | None = None) -> None:
    taken = CaseStudy.objects.filter(slug=slug).exists() or OldSlug.objects.filter(slug=slug).exclude(case_study=but).exists()
    if taken:
        raise NotAcceptable(_("Another case study has this address. Choose another."), field="slug")
