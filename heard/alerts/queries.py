"""Who wants to be told of what, and who was not.

The statements read spans (`heard.core.spans`), so that they say who was owed a message in the moment of the fact.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection
from django.db.models import Q

from heard.accounts.models import Author, ClosedSpan
from heard.accounts.queries import author_of_contact, wanted_notices_then, wants_notices
from heard.alerts.models import Alert, AlertSetting, AlertSpan
from heard.alerts.rules import stopped_by
from heard.core.events import announced
from heard.core.mail import SENT, posted
from heard.core.models import Delivery
from heard.core.reckoning import EVER, Missing, Window
from heard.core.spans import held
from heard.organisations.models import Membership, MembershipSpan, RemitSpan, TermSpan
from heard.organisations.queries import MEMBERSHIP_SPANS, MEMBERSHIPS, could_work
from heard.reach.queries import CONCERNED, TOLD
from heard.responses.models import Answer, Change, ChangeState, Reply, ReplyKind, ReplyState
from heard.responses.queries import BECAME_PUBLIC, RATED, REPLIED, RETURNED
from heard.responses.queries import MOVES as RESPONSE_MOVES
from heard.stories.models import Story
from heard.stories.queries import CRITICALITY, STANDING
from heard.stories.queries import MOVES as STORY_MOVES


def setting_of(membership: Membership) -> AlertSetting:
    """The member's setting, or the one that holds while none was made (not saved)."""
    try:
        return membership.alert_setting
    except AlertSetting.DoesNotExist:
        return AlertSetting(membership=membership)


def has_stopped(membership: Membership) -> bool:
    """Whether the member stopped every message, as the link in each of them does."""
    setting = setting_of(membership)
    return setting.stories == setting.answers == AlertSetting.When.NEVER


@dataclass(frozen=True)
class Recipient:
    """Whom a stop link is about; neither of the two when they, or the way to reach them, are no longer there."""

    kind: Literal["author", "membership"]
    author: Author | None = None
    membership: Membership | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing more is sent there."""
        if self.author is not None:
            return not wants_notices(self.author.pk)
        return self.membership is None or has_stopped(self.membership)


def recipient_of(token: str) -> Recipient | None:
    """Whom the stop link with this token is about; None when it is not ours."""
    said = stopped_by(token)
    if said is None:
        return None
    kind, number, mark = said
    if kind == "membership":
        return Recipient("membership", membership=Membership.objects.select_related("alert_setting").filter(pk=number).first())
    if kind == "contact":
        return Recipient("author", author=author_of_contact(number, mark))
    return Recipient("author", author=Author.objects.filter(pk=number).first())


NEWS = f"""
SELECT told.story_id, 'story' AS about, told.organisation_id, told.news_at AS at FROM ({TOLD}) told
 WHERE told.news_at >= %(since)s AND told.news_at < %(before)s
   AND (%(story_id)s::bigint IS NULL OR told.story_id = %(story_id)s)
 UNION ALL
SELECT public.story_id, public.kind || ':' || public.id || CASE public.step WHEN 'public' THEN '' ELSE ':' || public.step END,
       told.organisation_id, public.at
  FROM ({BECAME_PUBLIC}) public JOIN ({TOLD}) told ON told.story_id = public.story_id AND told.known_from <= public.at
 WHERE public.at >= %(since)s AND public.at < %(before)s AND (%(story_id)s::bigint IS NULL OR public.story_id = %(story_id)s)
"""  # noqa: S608 - of constants
"""What was news to which organisation, and when: a story from the moment in which it concerned them (of a story each organisation hears
once: when another becomes concerned later, that is no news to the first); answers and changes to stories that they knew by then.
"""
WANTED = f"""
SELECT news.at, news.story_id, news.about, news.organisation_id, member.person_id, member.membership_number
  FROM news
  JOIN ({MEMBERSHIP_SPANS}) member ON member.organisation_id = news.organisation_id
  LEFT JOIN alerts_alertspan setting ON setting.membership_number = member.membership_number AND {held("setting", "news.at")}
 WHERE {could_work("member", "news.at", in_doubt="%(in_doubt)s")}
   AND (%(about)s::text IS NULL OR news.about = %(about)s)
   AND (%(person_id)s::bigint IS NULL OR member.person_id = %(person_id)s)
   AND CASE
       WHEN setting.id IS NOT NULL THEN
            (CASE WHEN news.about = 'story' THEN setting.stories ELSE setting.answers END) = 'at-once'
            AND setting.least_criticality <= news.criticality
       WHEN EXISTS (SELECT 1 FROM alerts_alertspan later WHERE later.membership_number = member.membership_number
                       AND NOT later.since_known AND later.since > news.at) THEN %(in_doubt)s
       ELSE news.about = 'story' END
"""  # noqa: S608 - of constants
"""Who wanted to be told of it in that moment: could work in the organisation, had an account, and asked for it. Without a setting of their
own, members hear of stories and not of answers. With `in_doubt` also those of whom nobody can say.
"""
PUBLIC = f"""
SELECT found.story_id, found.about, found.organisation_id, found.at, story.criticality
  FROM ({{news}}) found JOIN ({CRITICALITY}) story ON story.story_id = found.story_id
"""  # noqa: S608 - of constants
PUBLIC_NEWS = PUBLIC.format(news=NEWS)
NOT_SUMMED_UP = f"""
   AND NOT EXISTS (SELECT 1 FROM alerts_alert alert JOIN alerts_summary summary ON summary.id = alert.summary_id
                    WHERE summary.person_id = member.person_id AND alert.story_id = news.story_id AND alert.about = news.about
                      AND (alert.membership_id = member.membership_number
                           OR NOT EXISTS (SELECT FROM ({MEMBERSHIPS}) still WHERE still.id = member.membership_number)))
"""  # noqa: S608 - of constants
"""A job that was only late comes after the summary that the sweep sent meanwhile: what that one tells of is not told again."""
TO_ALERT = f"WITH news AS MATERIALIZED ({PUBLIC_NEWS}) {WANTED} {NOT_SUMMED_UP} ORDER BY news.at, member.membership_number"
POSTED = posted("'alert:' || news.story_id || ':' || news.about || ':' || member.person_id")
UNSENT = f"AND NOT {POSTED} {NOT_SUMMED_UP}"
NOT_ALERTED = f"WITH news AS MATERIALIZED ({PUBLIC_NEWS}) {WANTED} {UNSENT} ORDER BY news.at, member.membership_number"
PUBLIC_STORIES = PUBLIC.format(news=f"SELECT story_id, 'story' AS about, organisation_id, news_at AS at FROM ({CONCERNED}) concerned")  # noqa: S608 - of constants
OF_STORIES = f"WITH news AS MATERIALIZED ({PUBLIC_STORIES}) {WANTED} {UNSENT}"


@dataclass(frozen=True)
class ToAlert:
    """One alert that a member is owed, or was: they may have left since. `at` is the moment of what they are told of."""

    at: datetime
    story_id: int
    about: str
    organisation_id: int
    person_id: int
    membership_number: int

    @property
    def key(self) -> str:
        return f"alert:{self.story_id}:{self.about}:{self.person_id}"


def members_to_alert(story: Story, *, about: str = "story") -> list[ToAlert]:
    """Who is owed an alert of this story, answer or change: as things stood in the moment it became news, whenever this is asked. Not who
    was told of it in a summary.
    """
    return _to_alert(TO_ALERT, story_id=story.pk, about=about, **vars(EVER))


def told_in_summary(story_ids: Collection[int], person_ids: Collection[int]) -> dict[tuple[int, int, str], int]:
    """The summary in which somebody is, or was, told of something, by person, story and what about: no message of its own is owed."""
    rows = Alert.objects.filter(story_id__in=story_ids, summary__person_id__in=person_ids)
    found = rows.order_by("summary_id").values_list("summary__person_id", "story_id", "about", "summary_id")
    return {(person_id, story_id, about): summary_id for person_id, story_id, about, summary_id in found}


def not_alerted(window: Window, *, person_id: int | None = None) -> list[ToAlert]:
    """Alerts that are owed (to this person), of which the ledger of messages knows nothing; the oldest first."""
    return _to_alert(NOT_ALERTED, person_id=person_id, **vars(window))


def alerts_in_doubt(window: Window) -> list[ToAlert]:
    """Alerts about stories of which nobody can say whether they were owed: what stands was changed after the story was published, and
    what was before that was not kept yet. They were not sent; whoever got one is not in doubt.
    """
    if not _anything_unknown(window):
        return []
    sure = {(each.story_id, each.person_id) for each in _to_alert(OF_STORIES, **vars(window))}
    found = _to_alert(OF_STORIES, in_doubt=True, **vars(window))
    return sorted((each for each in found if (each.story_id, each.person_id) not in sure), key=lambda each: each.at)


def _anything_unknown(window: Window) -> bool:
    """Whether anything began in this time of which nobody knows what it was before. A month after the upgrade nothing did."""
    began = [model.objects.first_known(since=window.since) for model in (MembershipSpan, RemitSpan, TermSpan, AlertSpan)]
    closed = ClosedSpan.objects.filter(Q(until=None, since__gte=window.since) | Q(until__gte=window.since), since_known=False)
    return closed.values("pk").union(*(each.values("pk") for each in began), all=True).exists()


def _to_alert(statement: str, **asked: datetime | int | str | bool | None) -> list[ToAlert]:
    nothing: dict[str, datetime | int | str | bool | None] = {"story_id": None, "about": None, "person_id": None, "in_doubt": False}
    with connection.cursor() as cursor:
        cursor.execute(statement, nothing | asked)
        return [ToAlert(*row) for row in cursor.fetchall()]


def missing_alerts(window: Window) -> list[Missing]:
    return [Missing(each.at, each.story_id, each.person_id, each.about) for each in not_alerted(window)]


def doubtful_alerts(window: Window) -> list[Missing]:
    return [Missing(each.at, each.story_id, each.person_id, each.about) for each in alerts_in_doubt(window)]


def _listened(*, at: str, member: str, about: str) -> str:
    """SQL: whether a message that was handed over in that moment was this alert. It leaves out what its receiver said “never” to meanwhile,
    or is frozen for; then the organisation has not heard by it, though the message told of something else.
    """
    return f"""
    EXISTS (SELECT FROM ({MEMBERSHIP_SPANS}) there WHERE there.membership_number = {member} AND {held("there", at)})
    AND coalesce((SELECT CASE WHEN {about} = 'story' THEN said.stories ELSE said.answers END FROM alerts_alertspan said
                   WHERE said.membership_number = {member} AND {held("said", at)}),
                 CASE WHEN {about} = 'story' THEN 'at-once' ELSE 'never' END) = 'at-once'"""  # noqa: S608 - no value is in it


LISTENED_AT_DELIVERY = _listened(at="letter.finished_at", member="alert.membership_id", about="alert.about")
REACHED = f"""
SELECT alert.id, alert.story_id, alert.about, member.organisation_id
  FROM alerts_alert alert JOIN ({MEMBERSHIPS}) member ON member.id = alert.membership_id
 WHERE (alert.summary_id = %(summary_id)s
        OR alert.story_id = %(story_id)s AND alert.about = %(about)s AND member.person_id = %(person_id)s)
   AND {_listened(at="%(at)s", member="alert.membership_id", about="alert.about")} ORDER BY alert.story_id, alert.id
"""  # noqa: S608 - of constants


@dataclass(frozen=True)
class Reached:
    """One alert that a message was, when it was handed over."""

    id: int
    story_id: int
    about: str
    organisation_id: int


def reached_by(
    *, at: datetime, summary_id: int | None = None, story_id: int | None = None, about: str | None = None, person_id: int | None = None
) -> list[Reached]:
    """The alerts that a summary, or one message to a person, was when it was handed over at `at`."""
    with connection.cursor() as cursor:
        cursor.execute(REACHED, {"at": at, "summary_id": summary_id, "story_id": story_id, "about": about, "person_id": person_id})
        return [Reached(*row) for row in cursor.fetchall()]


def delivered_unnoted(window: Window) -> list[Missing]:
    """Alerts whose message was handed to the mail server, and that do not say so."""
    return _missing(
        f"""SELECT letter.finished_at, alert.story_id, member.person_id, alert.about
             FROM alerts_alert alert
             JOIN ({MEMBERSHIPS}) member ON member.id = alert.membership_id
             JOIN ({SENT}) letter ON letter.key = 'alert:' || alert.story_id || ':' || alert.about || ':' || member.person_id
            WHERE alert.delivered_at IS NULL AND alert.summary_id IS NULL AND alert.made_at >= %(since)s
              AND letter.finished_at < %(before)s AND {LISTENED_AT_DELIVERY}""",  # noqa: S608 - of constants
        window,
    )


def heard_unnoted(window: Window) -> list[Missing]:
    """Stories of which a message to a member was handed to the mail server, while it is not said that the organisation has heard. Only
    who wanted to be told there counts: the message may have been owed to the same person for another organisation alone.
    """
    return _missing(
        f"""SELECT min(letter.finished_at), told.story_id, told.organisation_id, ''
             FROM ({TOLD}) told
             JOIN ({CRITICALITY}) story ON story.story_id = told.story_id
             JOIN ({MEMBERSHIP_SPANS}) member ON member.organisation_id = told.organisation_id AND {held("member", "told.news_at")}
             LEFT JOIN alerts_alertspan setting ON setting.membership_number = member.membership_number
              AND {held("setting", "told.news_at")}
             JOIN ({SENT}) letter ON letter.key = 'alert:' || told.story_id || ':story:' || member.person_id
            WHERE (setting.id IS NULL OR setting.stories = 'at-once' AND setting.least_criticality <= story.criticality)
              AND told.heard_at IS NULL AND told.news_at >= %(since)s AND letter.finished_at < %(before)s
              AND {_listened(at="letter.finished_at", member="member.membership_number", about="'story'::text")}
            GROUP BY told.story_id, told.organisation_id""",  # noqa: S608 - of constants
        window,
    )


def summaries_unnoted(window: Window) -> list[Missing]:
    """Summaries that were handed to the mail server, whose alerts do not say so."""
    return _missing(
        f"""SELECT DISTINCT letter.finished_at, NULL::bigint, alert.summary_id, ''
             FROM alerts_alert alert
             JOIN ({SENT}) letter ON letter.key = 'alert-summary:' || alert.summary_id
            WHERE alert.delivered_at IS NULL AND alert.made_at >= %(since)s AND letter.finished_at < %(before)s
              AND {LISTENED_AT_DELIVERY}""",  # noqa: S608 - of constants
        window,
    )


def unnotified_authors(window: Window) -> list[Missing]:
    """Notices owed to authors who wanted them in that moment, of which the ledger of messages knows nothing. `about` is KIND KEY, as
    `notify_author` takes them."""
    return _missing(AUTHOR_NOTICES, window)


AUTHOR_NOTICES = f"""
WITH move AS NOT MATERIALIZED ({STORY_MOVES}), response_move AS NOT MATERIALIZED ({RESPONSE_MOVES}),
public AS NOT MATERIALIZED ({BECAME_PUBLIC}),
fact AS (
    SELECT at, story_id, 'author-published' AS kind, 'author-published:' || story_id AS key FROM move WHERE name = 'publish'
     UNION ALL
    SELECT at, story_id, 'author-sent', 'author-sent:' || story_id FROM move WHERE name = 'send'
     UNION ALL
    SELECT at, story_id, 'author-asked', 'author-asked:' || id FROM move WHERE name = 'ask'
     UNION ALL
    SELECT at, story_id, 'author-declined', 'author-declined:' || story_id || ':' || id FROM move WHERE name = 'decline'
     UNION ALL
    SELECT at, (payload ->> 'story_id')::bigint, 'author-edited',
           'author-edited:' || (payload ->> 'story_id') || ':' || (payload ->> 'version') FROM ({announced("stories.edited")}) edited
     UNION ALL
    SELECT at, story_id, 'author-answered', 'author-answered:' || id FROM public WHERE kind = 'answer'
     UNION ALL
    SELECT at, story_id, 'author-reply-published', 'author-reply-published:' || id FROM ({REPLIED}) reply WHERE in_words
     UNION ALL
    SELECT at, story_id, 'author-reply-declined', 'author-reply-declined:' || thing_id FROM response_move
     WHERE kind = 'reply' AND name = 'decline'
     UNION ALL
    SELECT at, story_id, 'author-change-' || step, 'author-change:' || id || ':' || step FROM public WHERE kind = 'change'
     UNION ALL
    SELECT at, story_id, 'author-change-moved', 'author-change-moved:' || id FROM response_move WHERE kind = 'change' AND name = 'new-date')
SELECT fact.at, fact.story_id, 0, fact.kind || ' ' || fact.key
  FROM fact
  JOIN ({STANDING}) story ON story.id = fact.story_id
 WHERE fact.at >= %(since)s AND fact.at < %(before)s AND {wanted_notices_then("story.author_id", "fact.at")} AND NOT {posted("fact.key")}
"""  # noqa: S608 - of constants


def unreturned(window: Window) -> list[Missing]:
    """Answers and changes that a moderator returned, of which the responder was not told though still at work there. `of` is the thing."""
    return _missing(
        f"""SELECT returned.at, returned.story_id, returned.id, returned.kind
             FROM ({RETURNED}) returned
             JOIN ({MEMBERSHIP_SPANS}) member ON member.person_id = returned.person_id
              AND member.organisation_id = returned.organisation_id AND {held("member", "returned.at")} AND member.until IS NULL
            WHERE returned.at >= %(since)s AND returned.at < %(before)s
              AND NOT {posted("'returned:' || returned.kind || ':' || returned.id || ':' || returned.times")}""",  # noqa: S608 - of constants
        window,
    )


TOLD_OF_WORK_SINCE = "alerts.told_of_work_since"
"""The event by which an upgrade notes when people began to be told of their own work. A site that began later has none."""
NTH = "CASE WHEN times_rated > 0 THEN ':' || times_rated ELSE '' END"
"""Somebody who changes their mind and changes it back said three things, each told once. No number: said before they were counted."""
THERE = f"""
        SELECT person_id, membership_number FROM ({MEMBERSHIP_SPANS}) member
         WHERE member.organisation_id = fact.organisation_id AND {could_work("member", "fact.at")}"""  # noqa: S608 - of constants
OWN_WORK = f"""
WITH public AS NOT MATERIALIZED ({BECAME_PUBLIC}),
fact AS (
    SELECT at, story_id, kind || ':' || id || ':' || step AS about, organisation_id, person_id, false AS taken_over FROM public
     UNION ALL
    SELECT at, story_id, kind || ':' || id || ':' || asked || ':' || said || {NTH}, organisation_id, person_id, said <> 'yes'
      FROM ({RATED}) rated
     UNION ALL
    SELECT reply.at, reply.story_id, 'reply:' || reply.id, spoke.organisation_id, spoke.person_id, true
      FROM ({REPLIED}) reply
      JOIN public spoke ON spoke.story_id = reply.story_id AND spoke.at <= reply.at
       AND spoke.organisation_id = coalesce(reply.promised_by, spoke.organisation_id)),
own AS MATERIALIZED (
    SELECT fact.*, EXISTS (SELECT FROM ({THERE}) member WHERE member.person_id = fact.person_id) AS there
      FROM fact JOIN public_story story ON story.id = fact.story_id
     WHERE fact.at >= %(since)s AND fact.at < %(before)s
       AND (%(story_id)s::bigint IS NULL OR fact.story_id = %(story_id)s) AND (%(about)s::text IS NULL OR fact.about = %(about)s)
       AND fact.at >= coalesce((SELECT min(at) FROM ({announced(TOLD_OF_WORK_SINCE)}) began), '-infinity')),
orphaned AS (
    SELECT DISTINCT at, story_id, about, organisation_id FROM own
     WHERE taken_over AND NOT EXISTS (SELECT FROM own another WHERE another.there AND another.about = own.about
                                         AND another.organisation_id = own.organisation_id)),
colleague AS MATERIALIZED (
    SELECT fact.at, fact.story_id, fact.about, fact.organisation_id, member.person_id, membership.roles,
           coalesce(setting.stories, 'at-once') = 'at-once' AS wants
      FROM orphaned fact JOIN LATERAL ({THERE}) member ON true
      JOIN ({MEMBERSHIPS}) membership ON membership.id = member.membership_number
      LEFT JOIN alerts_alertspan setting ON setting.membership_number = member.membership_number AND {held("setting", "fact.at")}),
taken AS (
    SELECT about, organisation_id FROM colleague WHERE {posted("'work:' || colleague.about || ':' || colleague.person_id")}),
owed AS (
    SELECT at, story_id, about, organisation_id, person_id, true AS is_own FROM own WHERE there
     UNION
    SELECT at, story_id, about, organisation_id, person_id, false FROM colleague WHERE wants AND 'responder' = ANY(roles)
     UNION
    SELECT at, story_id, about, organisation_id, person_id, false FROM colleague
     WHERE 'administrator' = ANY(roles)
       AND NOT EXISTS (SELECT FROM colleague another WHERE another.wants AND 'responder' = ANY(another.roles)
                          AND another.about = colleague.about AND another.organisation_id = colleague.organisation_id))
SELECT DISTINCT ON (about, person_id) at, story_id, about, organisation_id, person_id, is_own FROM owed
 WHERE NOT {posted("'work:' || owed.about || ':' || owed.person_id")}
   AND (is_own OR (about, organisation_id) NOT IN (SELECT about, organisation_id FROM taken))
 ORDER BY about, person_id, is_own DESC
"""  # noqa: S608 - of constants
"""What people are owed about their own work (answers, changes) and was not posted: that it is public, and what the author says to it.

It is owed to whoever did it, if they could work there in that moment, whatever they want to be told of other stories; that a promise was
not kept, to all who spoke for the organisation that made it. A reply, or that it did not help, finds somebody even if they could not: the
organisation's other responders, those who want to hear of stories; or its administrators, where there is no such responder. Roles are
those of now: nobody keeps when they were given. So whoever gets a role later is not told of what colleagues were told (`taken`).
"""


@dataclass(frozen=True)
class OfWork:
    """One message that somebody is owed about an answer or a change; `is_own`: theirs, or of a colleague who is not there any more."""

    at: datetime
    story_id: int
    about: str
    organisation_id: int
    person_id: int
    is_own: bool

    @property
    def key(self) -> str:
        return f"work:{self.about}:{self.person_id}"


def not_told_of_work(window: Window, *, story_id: int | None = None, about: str | None = None) -> list[OfWork]:
    """Messages about people's own work that are owed (of this story, about this), of which the ledger knows nothing."""
    with connection.cursor() as cursor:
        cursor.execute(OWN_WORK, {**vars(window), "story_id": story_id, "about": about})
        return [OfWork(*row) for row in cursor.fetchall()]


def what_was_said(about: str) -> str:
    """What happened to an answer or a change, as a kind (`answer:public`, `reply`, `answer:helpful:no`), if it is still so; else nothing.

    Raises:
        ObjectDoesNotExist: there is no such answer, change or reply.
    """
    kind, number, *rest = [*about.split(":"), "", ""]
    if kind == "reply":
        reply = Reply.objects.select_related("change").get(pk=number)
        if reply.state != ReplyState.PUBLISHED:
            return ""
        promise = reply.change
        answered = promise is not None and (promise.due_on != reply.promised_for or promise.state == ChangeState.MADE)
        return "" if answered and not reply.text else str(reply.kind)
    what, value, nth = rest[:3]
    thing: Answer | Change = (Answer if kind == "answer" else Change).objects.get(pk=number)
    if what in {"helpful", "helped"}:
        return f"{kind}:{what}:{value}" if getattr(thing, what) == value and nth in {"", str(thing.times_rated)} else ""
    return f"{kind}:{what}"


def said_in_one_press(about: str) -> bool:
    """Whether the author said it with a button: it was public in that minute, and no moderator came between."""
    kind, number, *_ = about.split(":")
    return ":help" in about or (kind == "reply" and Reply.objects.filter(pk=number, kind=ReplyKind.NOT_YET, original="").exists())


def is_alerted_of(story_id: int, about: str, person_id: int) -> bool:
    """Whether a message about somebody's own answer or change is one too many: they asked for alerts of answers, and get one of it."""
    kind, number, what = [*about.split(":"), "", ""][:3]
    thing = f"answer:{number}" if what == "public" else f"{kind}:{number}:{what}" if what in {"planned", "made"} else ""
    alerts = Delivery.objects.filter(key=f"alert:{story_id}:{thing}:{person_id}")
    return bool(thing) and alerts.exclude(state=Delivery.State.DROPPED).exists()


def missing_of_work(window: Window) -> list[Missing]:
    found = {(each.story_id, each.about): each for each in not_told_of_work(window)}
    return [Missing(each.at, each.story_id, each.person_id, each.about) for each in found.values()]


def _missing(statement: str, window: Window) -> list[Missing]:
    with connection.cursor() as cursor:
        cursor.execute(statement, vars(window))
        return [Missing(*row) for row in cursor.fetchall()]


def unkept_settings(window: Window) -> list[Missing]:
    """Settings whose span does not say what they say: rows that no action of ours wrote. `of` is the membership."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT setting.membership_id FROM alerts_alertsetting setting
                WHERE NOT EXISTS (SELECT 1 FROM alerts_alertspan span
                                   WHERE span.membership_number = setting.membership_id AND span.until IS NULL
                                     AND span.stories = setting.stories AND span.answers = setting.answers
                                     AND span.least_criticality = setting.least_criticality)"""
        )
        return [Missing(window.before, None, pk) for (pk,) in cursor.fetchall()]
