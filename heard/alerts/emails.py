"""How alerts to members and notices to authors read: link, service and title, never the story."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from heard.accounts.policies import is_operator
from heard.accounts.queries import mark_of_contact, notices_contact, person_by_id
from heard.alerts.models import Alert, AlertSetting
from heard.alerts.queries import has_stopped, setting_of
from heard.alerts.rules import token_for_contact, token_for_member
from heard.core import links, mail
from heard.core.models import Delivery
from heard.organisations.models import Membership
from heard.stories.models import State, Story
from heard.stories.queries import published_stories, rush_by_id, story_if_public
from heard.ui.wording import date_words, time_of

AT_ONCE = AlertSetting.When.AT_ONCE


@mail.letter("alert")
def alert(delivery: Delivery) -> mail.Letter | None:
    """To a member. Dropped when the story was withdrawn, or the member stopped these, between owing and sending."""
    story = story_if_public(int(delivery.params["story_id"] or 0))
    about = str(delivery.params["about"])
    member = _member_to_tell(delivery, about)
    if story is None or member is None:
        return None
    services = ", ".join(service.name for service in story.services.all())
    subject, said = {
        "story": (f"A new story about {services}", "A story was told about"),
        "answer": (f"An answer to a story about {services}", "There is an answer to a story about"),
        "change": (f"News of a change: {services}", "There is news of a change after a story about"),
    }[about.partition(":")[0]]
    return mail.Letter(
        subject=subject,
        paragraphs=[f"{said} {services}: “{story.title}”.", "Read it here:"],
        path=links.to("inbox-story", number=story.pk),
        stop_path=links.to("stop-alerts", token=token_for_member(member.pk)),
        stop_words="Stop these e-mails",
    )


def _member_to_tell(delivery: Delivery, about: str) -> Membership | None:
    alerts = Alert.objects.filter(
        story_id=delivery.params["story_id"], about=about, membership__person_id=delivery.params["person_id"], membership__frozen_at=None
    ).select_related("membership__alert_setting")
    for each in alerts:
        setting = setting_of(each.membership)
        if (setting.stories if about == "story" else setting.answers) == AT_ONCE:
            return each.membership
    return None


@mail.letter("alert-summary")
def alert_summary(delivery: Delivery) -> mail.Letter | None:
    """To a member, in the place of many alerts that were never sent. Dropped when nothing of it is public, or they stopped these."""
    waiting = Alert.objects.filter(summary_id=delivery.params["summary_id"], membership__frozen_at=None, story__in=published_stories())
    wanted = [
        each
        for each in waiting.select_related("membership__alert_setting").order_by("pk")
        if (setting_of(each.membership).stories if each.about == "story" else setting_of(each.membership).answers) == AT_ONCE
    ]
    if not wanted:
        return None
    stories = {each.story_id for each in wanted}
    those = "a story" if len(stories) == 1 else f"{len(stories)} stories"
    return mail.Letter(
        subject="Stories that we did not tell you of in time",
        paragraphs=[
            f"There is news of {those} about your services. We should have told you when it happened, and did not. We are sorry.",
            "You find them in your inbox:",
        ],
        path=links.to("inbox"),
        stop_path=links.to("stop-alerts", token=token_for_member(wanted[0].membership_id)),
        stop_words="Stop these e-mails",
    )


@mail.letter("returned")
def returned(delivery: Delivery) -> mail.Letter | None:
    """To the responder whose answer or change a moderator returned. Dropped when it is no longer theirs to write again."""
    story = story_if_public(int(delivery.params["story_id"] or 0))
    member = Membership.objects.filter(pk=delivery.params["membership_id"], frozen_at=None).first()
    if story is None or member is None or has_stopped(member):
        return None
    what = {"answer": "answer", "change": "change"}[str(delivery.params["what"])]
    return mail.Letter(
        subject=f"Your {what} was returned: “{story.title}”",
        paragraphs=[
            f"A moderator of Heard returned your {what} to “{story.title}” and says what to change.",
            "Read it and write it again here:",
        ],
        path=links.to("inbox-story", number=story.pk),
        stop_path=links.to("stop-alerts", token=token_for_member(member.pk)),
        stop_words="Stop these e-mails",
    )


def _notice(kind: str, subject: str, said: str, *, state: State = State.PUBLISHED) -> None:
    """Register one notice to an author. It is dropped when the story is not in `state` any more: it would not be true."""

    def render(delivery: Delivery) -> mail.Letter | None:
        story = Story.objects.get(pk=delivery.params["story_id"])
        if story.state != state:
            return None
        contact = notices_contact(int(str(delivery.params["author_id"])))
        if contact is None:  # forgotten or stopped this very moment
            return None
        return mail.Letter(
            subject=subject,
            paragraphs=[said, "You need your story key to open it, or ask for a sign-in link there:"],
            path=links.to("my-story"),
            stop_path=links.to("stop-alerts", token=token_for_contact(contact.pk, mark_of_contact(contact))),
            stop_words="Stop these e-mails",
        )

    register: Callable[[mail.Render], mail.Render] = mail.letter(kind)
    register(render)


_notice("author-published", "Your story is on Heard", "Your story was published, and the people who run the service are being told.")
_notice("author-edited", "Your story on Heard was edited", "A moderator changed your published story. You can see what and why.")
_notice(
    "author-asked", "A question about your story", "A moderator of Heard has a question before your story can go on.", state=State.ASKED
)
_notice("author-declined", "About your story", "A moderator of Heard wrote to you about your story.", state=State.DECLINED)
_notice("author-answered", "Your story was answered", "There is an answer to your story. You can reply, and say whether it helped.")
_notice("author-reply-published", "Your reply is on Heard", "Your reply was published.")
_notice("author-reply-declined", "About your reply", "A moderator of Heard wrote to you about your reply.")
_notice("author-change-planned", "A change is planned after your story", "An organisation said what it will change after your story.")
_notice("author-change-made", "A change was made after your story", "An organisation says that it made a change after your story.")


@mail.letter("rush")
def rush(delivery: Delivery) -> mail.Letter | None:
    """To an operator. Dropped when whoever it was for is none any more."""
    noticed = rush_by_id(int(delivery.params["rush_id"] or 0))
    person = person_by_id(int(delivery.params["person_id"] or 0))
    if noticed is None or person is None or not is_operator(person):
        return None
    began = noticed.hour.astimezone(ZoneInfo(noticed.region.time_zone))
    return mail.Letter(
        subject=f"Many stories from one place: {noticed.region.name}",
        paragraphs=[
            f"In the hour from {time_of(began)} on {date_words(began)}, far more was told from one internet connection than we expect.",
            "Browsers there are now asked for a short calculation. Stories without it are read last, unless someone may be in danger.",
            "If it is a hospital or an event, raise the region's numbers. If it goes on, ask whoever runs the server to look at it.",
            "We don't keep which connection it was. You get this email once an hour at most.",
            "See how it stands:",
        ],
        path=links.to("operator"),
    )
