from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from heard.alerts import actions, queries
from heard.core import reckoning
from heard.core.actors import SystemActor
from heard.core.reckoning import Missing, in_doubt, owed
from heard.reach.actions import note_heard

SWEEP = SystemActor("alerts-sweep")


def _note_delivered(each: Missing) -> None:
    actions.note_delivered(story_id=each.story_id or 0, about=each.about, person_id=each.of, at=each.since, by=SWEEP)


def _note_heard(each: Missing) -> None:
    note_heard(story_id=each.story_id or 0, organisation_id=each.of, at=each.since, by=SWEEP)


def _note_summary(each: Missing) -> None:
    actions.note_summary_delivered(summary_id=each.of, at=each.since, by=SWEEP)


def _notify_author(each: Missing) -> None:
    kind, _, key = each.about.partition(" ")
    actions.notify_author(story_id=each.story_id or 0, kind=kind, key=key, at=each.since)


owed(
    "alerts.member",
    gettext_lazy("members not emailed about a story, answer or change"),
    queries.missing_alerts,
    lambda each: actions.put_alerts_right(person_id=each.of, by=SWEEP),
)
owed("alerts.delivered", gettext_lazy("emails to members delivered but not recorded"), queries.delivered_unnoted, _note_delivered)
owed("alerts.heard", gettext_lazy("organisations that have heard of a story that doesn’t say so"), queries.heard_unnoted, _note_heard)
owed("alerts.summary", gettext_lazy("summary emails delivered but not recorded"), queries.summaries_unnoted, _note_summary)
owed("alerts.author", gettext_lazy("authors not emailed about their story"), queries.unnotified_authors, _notify_author)
owed(
    "alerts.returned",
    gettext_lazy("responders not emailed about an answer or change that was sent back"),
    queries.unreturned,
    lambda each: actions.tell_of_return(what=each.about, thing_id=each.of),
)
owed(
    "alerts.work",
    gettext_lazy("responders not emailed about their own answers and changes"),
    queries.missing_of_work,
    lambda each: actions.tell_of_work(story_id=each.story_id or 0, about=each.about, by=SWEEP),
)
owed(
    "alerts.kept",
    gettext_lazy("alert settings that were changed without a record of when"),
    queries.unkept_settings,
    lambda each: actions.keep_setting(membership_id=each.of, by=SWEEP),
)
in_doubt("alerts.doubt", gettext_lazy("members who may have missed an email before the last upgrade"), queries.doubtful_alerts)


@app.periodic(cron="* * * * *")
@app.task(name="alerts.put_right", queueing_lock="alerts.put_right")
def put_right(timestamp: int) -> None:
    """Send what members and authors are owed and was never sent. Twice changes nothing."""
    reckoning.sweep("alerts", timestamp=timestamp)
