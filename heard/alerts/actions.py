"""Telling members, once each, from a ledger; and what each of them wants to be told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heard.accounts.models import Person
from heard.accounts.queries import hold_people, operators, wanted_notices
from heard.alerts.models import Alert, AlertSetting, AlertSpan, Summary
from heard.alerts.queries import (
    Reached,
    ToAlert,
    members_to_alert,
    not_alerted,
    not_told_of_work,
    reached_by,
    said_in_one_press,
    told_in_summary,
)
from heard.alerts.rules import some_time_after
from heard.core import clock, mail
from heard.core.actors import AUTHOR, PERSON, Actor, ActorRef
from heard.core.models import Delivery
from heard.core.reckoning import EVER, Window
from heard.organisations.models import Membership
from heard.reach.actions import note_heard
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.responses.models import Answer, Change
from heard.responses.queries import RETURNS
from heard.stories.models import Story
from heard.stories.queries import story_if_public
from heard.telling.models import Rush

AT_ONCE = frozenset({"author-sent"})
"""Letters to authors that leave at once. Sending makes nothing public, so the moment tells nobody which story it was (ADR 20)."""
MANY = 3
"""Of more alerts than that which were never sent, somebody is told in one summary."""


@transaction.atomic
def alert_members(*, story_id: int, about: str, by: Actor) -> int:
    """Owe every member concerned one message about `about` (`story`, `answer:ID`, `change:ID:step`); returns how many are owed one.

    Who that is was decided in the moment it became news; who left, was frozen or said “never” since is not mailed, and the ledger says so.
    A person who is a member of two organisations concerned gets one message, and both organisations have then heard; also when the
    second became concerned after that message. Of messages that wait, those of the most critical story go first.
    Repeatable: what is in the ledger already is not owed again.
    """
    story = story_if_public(story_id)
    if story is None:
        return 0
    members = members_to_alert(story, about=about)
    _owe(members, by=by)
    return len(members)


def _owe(members: Sequence[ToAlert], *, by: Actor) -> None:
    """Owe these one message a person for each thing that they are told of, unless a summary tells of it."""
    members = _not_in_summary(members, by=by)
    _write(members)
    critical = dict(Story.objects.filter(pk__in={each.story_id for each in members}).values_list("pk", "criticality"))
    owed = [
        mail.Owed(
            kind="alert",
            to=ActorRef.of(PERSON, each.person_id),
            key=key,
            params={"story_id": each.story_id, "about": each.about, "person_id": each.person_id},
            urgency=critical[each.story_id] or 0,
        )
        for key, each in sorted({member.key: member for member in members}.items(), key=lambda pair: pair[1].membership_number)
    ]
    if mail.post_all(owed) < len(owed):
        _note_known_already(owed, at=clock.now(), by=by)


def _not_in_summary(members: Sequence[ToAlert], *, by: Actor) -> list[ToAlert]:
    """Those that no summary tells of. The others are noted in theirs, and have arrived if it has.

    After an outage the reckoning may come before the handlers of the same facts. Whoever owes something here, and whoever makes a summary
    (`put_alerts_right`), take turns at a person; several handlers at once do not wait for each other.
    """
    people = sorted({each.person_id for each in members})
    hold_people(people)
    told = told_in_summary({each.story_id for each in members}, people)
    found = [(each, told.get((each.person_id, each.story_id, each.about))) for each in members]
    for summary in Summary.objects.filter(pk__in={pk for _, pk in found if pk}).order_by("pk"):
        _write([each for each, pk in found if pk == summary.pk], summary=summary)
        for letter in Delivery.objects.filter(key=f"alert-summary:{summary.pk}", state=Delivery.State.SENT):
            note_summary_delivered(summary_id=summary.pk, at=letter.finished_at or clock.now(), by=by)
    return [each for each, pk in found if pk is None]


@transaction.atomic
def put_alerts_right(*, person_id: int, by: Actor) -> None:
    """Owe somebody the alerts that they were owed and never sent: each by its own message, or of more than a few one summary. Once."""
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    late = not_alerted(Window.back(), person_id=person_id)
    there = set(Membership.objects.filter(person_id=person_id, frozen_at=None).values_list("pk", flat=True))
    here = [each for each in late if each.membership_number in there]
    if len({each.key for each in here}) <= MANY:
        _owe(late, by=by)
        return
    summary = Summary.objects.create(person_id=person_id, made_at=clock.now())
    _write(here, summary=summary)
    _owe([each for each in late if each not in here], by=by)
    mail.post(kind="alert-summary", to=ActorRef.of(PERSON, person_id), key=f"alert-summary:{summary.pk}", summary_id=summary.pk)


def _write(owed: Sequence[ToAlert], *, summary: Summary | None = None) -> None:
    """Into the members' own ledger, of those who are still there."""
    there = set(Membership.objects.filter(pk__in=[each.membership_number for each in owed]).values_list("pk", flat=True))
    now = clock.now()
    rows = [
        Alert(membership_id=each.membership_number, story_id=each.story_id, about=each.about, made_at=now, summary=summary)
        for each in owed
        if each.membership_number in there
    ]
    if summary is None:
        Alert.objects.bulk_create(rows, ignore_conflicts=True)
        return
    Alert.objects.bulk_create(rows, update_conflicts=True, unique_fields=["membership", "story", "about"], update_fields=["summary"])


@transaction.atomic
def tell_of_return(*, what: str, thing_id: int) -> None:
    """Owe one message to whoever sent the answer or change (`what`) that a moderator returned. Once for each return."""
    thing: Answer | Change = (Answer if what == "answer" else Change).objects.get(pk=thing_id)
    member = Membership.objects.filter(organisation_id=thing.organisation_id, person_id=thing.person_id, frozen_at=None).first()
    if member is None:
        return
    times = thing.moves.filter(name__in=RETURNS).count()
    key = f"returned:{what}:{thing_id}:{times}"
    mail.post(
        kind="returned", to=ActorRef.of(PERSON, thing.person_id), key=key, story_id=thing.story_id, membership_id=member.pk, what=what
    )


@transaction.atomic
def tell_of_work(*, story_id: int, about: str, by: Actor) -> int:
    """Owe those whose answer or change it is one message: that it is public (`answer:ID:public`, `change:ID:planned`, `change:ID:made`),
    or what the author says to it (`reply:ID`, `answer:ID:helpful:VALUE:NTH`, `change:ID:helped:VALUE:NTH`). Returns how many are new.

    What the author said with one click leaves at a time drawn by chance (⚙), as letters to authors do: it would tell at which minute
    they sat there. Repeatable: what is in the ledger already is not owed again.
    """
    story = story_if_public(story_id)
    if story is None:
        return 0
    due_at = None
    if said_in_one_press(about):
        least, most = setting(story.region_id, SettingKey.AUTHOR_MAIL_FROM), setting(story.region_id, SettingKey.AUTHOR_MAIL_TO)
        due_at = some_time_after(clock.now(), least=least, most=most)
    return mail.post_all(
        [
            mail.Owed(
                kind="work",
                to=ActorRef.of(PERSON, each.person_id),
                key=each.key,
                params={
                    "story_id": story.pk,
                    "about": about,
                    "person_id": each.person_id,
                    "organisation_id": each.organisation_id,
                    "own": int(each.is_own),
                },
                urgency=story.criticality or 0,
                due_at=due_at,
            )
            for each in not_told_of_work(EVER, story_id=story.pk, about=about)
        ]
    )


@transaction.atomic
def note_delivered(*, story_id: int, about: str, person_id: int, at: datetime, by: Actor) -> None:
    """The message was handed to the mail server: those alerts are delivered, and about a story it means that it was heard, wherever its
    receiver still listened in that moment.
    """
    _note_reached(reached_by(story_id=story_id, about=about, person_id=person_id, at=at), at=at, by=by)


@transaction.atomic
def note_summary_delivered(*, summary_id: int, at: datetime, by: Actor) -> None:
    """The summary was handed to the mail server: all that it told of is delivered, and heard; not what its receiver had said “never” to."""
    _note_reached(reached_by(summary_id=summary_id, at=at), at=at, by=by)


def _note_reached(alerts: Sequence[Reached], *, at: datetime, by: Actor) -> None:
    Alert.objects.filter(pk__in=[each.id for each in alerts], delivered_at=None).update(delivered_at=at)
    for story_id, organisation_id in dict.fromkeys((each.story_id, each.organisation_id) for each in alerts if each.about == "story"):
        note_heard(story_id=story_id, organisation_id=organisation_id, at=at, by=by)


def _note_known_already(owed: Sequence[mail.Owed], *, at: datetime, by: Actor) -> None:
    """Of these messages, the ones sent before were read for another organisation: what is owed to this one has arrived as well."""
    sent = Delivery.objects.filter(key__in=[each.key for each in owed], state=Delivery.State.SENT)
    for params in sent.order_by("pk").values_list("params", flat=True):
        note_delivered(story_id=params["story_id"], about=params["about"], person_id=params["person_id"], at=at, by=by)


@transaction.atomic
def set_alerts(*, membership: Membership, stories: str, answers: str, least_criticality: int, by: Actor) -> AlertSetting:
    """Say what a member wants to be told of, and from which criticality (0 to 5) on."""
    setting, _ = AlertSetting.objects.update_or_create(
        membership=membership,
        defaults={
            "stories": AlertSetting.When(stories),
            "answers": AlertSetting.When(answers),
            "least_criticality": least_criticality,
            "changed_at": clock.now(),
        },
    )
    _keep(setting)
    return setting


@transaction.atomic
def keep_setting(*, membership_id: int, by: Actor) -> None:
    """Begin the span of a setting that was made around `set_alerts`. Since when it held, nobody can say."""
    _keep(AlertSetting.objects.select_for_update().get(membership_id=membership_id), since_known=False)


def _keep(setting: AlertSetting, *, since_known: bool = True) -> None:
    AlertSpan.change(
        membership_number=setting.membership_id,
        stories=setting.stories,
        answers=setting.answers,
        least_criticality=setting.least_criticality,
        since_known=since_known,
    )


@transaction.atomic
def stop_alerts(*, membership_id: int) -> bool:
    """Stop every alert of a member, from the link in a mail. Stopping twice is the same as once. False: no such member."""
    membership = Membership.objects.filter(pk=membership_id).first()
    if membership is None:
        return False
    never = AlertSetting.When.NEVER
    set_alerts(membership=membership, stories=never, answers=never, least_criticality=0, by=membership)
    return True


@transaction.atomic
def notify_author(*, story_id: int, kind: str, key: str, at: datetime) -> None:
    """Owe the author one notice of what happened at `at`, if they could be reached then and wanted notices, whenever this runs. `kind` is a
    letter in `emails`; one that they stopped meanwhile is dropped as it is written.

    It leaves at a time drawn by chance (⚙), but for those in `AT_ONCE`. A handler that runs twice draws twice, and the ledger keeps what
    was drawn first.
    """
    story = Story.objects.only("pk", "author_id", "region_id").get(pk=story_id)
    if not wanted_notices(story.author_id, at):
        return
    at_once = kind in AT_ONCE
    least, most = setting(story.region_id, SettingKey.AUTHOR_MAIL_FROM), setting(story.region_id, SettingKey.AUTHOR_MAIL_TO)
    mail.post(
        kind=kind,
        to=ActorRef.of(AUTHOR, story.author_id),
        key=key,
        due_at=None if at_once else some_time_after(clock.now(), least=least, most=most),
        urgency=mail.WAITED_FOR - 1 if at_once else 0,
        story_id=story.pk,
        author_id=story.author_id,
    )


def tell_operators_of_rush(*, rush_id: int) -> int:
    """Owe every operator one message about a rush: there is one rush an hour, however many places are in it. Returns how many are new."""
    rush = Rush.objects.get(pk=rush_id)
    return mail.post_all(
        [
            mail.Owed("rush", person.actor_ref, f"rush:{rush.pk}:{person.actor_ref}", {"rush_id": rush.pk, "person_id": person.pk})
            for person in operators()
        ]
    )
