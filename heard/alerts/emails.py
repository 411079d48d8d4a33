"""How alerts to members and notices to authors read: link, service and title, never the story."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from heard.accounts.policies import is_operator
from heard.accounts.queries import mark_of_contact, notices_contact, person_by_id
from heard.alerts.models import Alert, AlertSetting
from heard.alerts.queries import is_alerted_of, setting_of, what_was_said
from heard.alerts.rules import token_for_contact, token_for_member
from heard.core import links, mail
from heard.core.models import Delivery
from heard.organisations.models import Membership
from heard.organisations.queries import open_membership_in
from heard.regions.queries import crisis_lines, setting
from heard.regions.rules import SettingKey
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import State, Story
from heard.stories.presenters import when_read
from heard.stories.queries import published_stories, story_if_public
from heard.telling.queries import rush_by_id
from heard.ui.wording import date_words, plural, time_of

AT_ONCE = AlertSetting.When.AT_ONCE


@mail.letter("alert", to="member")
def alert(delivery: Delivery) -> mail.Letter | None:
    """To a member. Dropped when the story was withdrawn, or the member stopped these, between owing and sending."""
    story = story_if_public(int(delivery.params["story_id"] or 0))
    about = str(delivery.params["about"])
    member = _member_to_tell(delivery, about)
    if story is None or member is None:
        return None
    services = ", ".join(service.name for service in story.services.all())
    news = about.partition(":")[0]
    subject, said = {
        "story": (f"A new story about {services}", "Someone told a story about"),
        "answer": (f"An answer to a story about {services}", "There is an answer to a story about"),
        "change": (f"News of a change: {services}", "There is news of a change after a story about"),
    }[news]
    return mail.Letter(
        subject=subject,
        paragraphs=[f"{said} {services}: “{story.title}”.", "Read it here:"],
        path=links.to("inbox-story", number=story.pk),
        stop_path=links.to("stop-alerts", token=token_for_member(member.pk)),
        headers={mail.KIND_HEADER: f"alert-{news}"},
        why=f"You get this email because you read stories for {member.organisation.name}, and you asked us to tell you.",
    )


def _member_to_tell(delivery: Delivery, about: str) -> Membership | None:
    alerts = Alert.objects.filter(
        story_id=delivery.params["story_id"], about=about, membership__person_id=delivery.params["person_id"], membership__frozen_at=None
    ).select_related("membership__alert_setting", "membership__organisation")
    for each in alerts:
        setting = setting_of(each.membership)
        if (setting.stories if about == "story" else setting.answers) == AT_ONCE:
            return each.membership
    return None


@mail.letter("alert-summary", to="member")
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
        subject="Stories we should have told you about sooner",
        paragraphs=[
            f"There is news of {those} about your services. We should have told you when it happened, and we didn’t. We’re sorry.",
            "Find them in your inbox:",
        ],
        path=links.to("inbox"),
        stop_path=links.to("stop-alerts", token=token_for_member(wanted[0].membership_id)),
    )


@mail.letter("returned", to="member")
def returned(delivery: Delivery) -> mail.Letter | None:
    """To the responder whose answer or change a moderator returned. Dropped when it is no longer theirs to write again."""
    story = story_if_public(int(delivery.params["story_id"] or 0))
    members = Membership.objects.select_related("organisation")
    member = members.filter(pk=delivery.params["membership_id"], frozen_at=None).first()
    if story is None or member is None:
        return None
    what = delivery.params["what"]
    return mail.Letter(
        subject=f"Your {what} was returned: “{story.title}”",
        paragraphs=[
            f"A moderator of Heard returned your {what} to “{story.title}” and says what to change.",
            "Read it and write it again here:",
        ],
        path=links.to("inbox-story", number=story.pk),
        why=why_of_own_work(member),
    )


def why_of_own_work(member: Membership) -> str:
    return f"You get this email because it is about your own work for {member.organisation.name}. Your alert settings don’t stop these."


ABOUT_WORK = {
    "answer:public": ("Your answer is public", "Your answer to “{title}” is now public."),
    "change:planned": ("Your planned change is public", "The change you planned because of “{title}” is now public."),
    "change:made": ("The change you made is public", "What you changed because of “{title}” is now public."),
    "reply": ("The author replied", "The author of “{title}” has replied. Anyone can read the reply, and you can answer it."),
    "update": ("The author added an update", "The author of “{title}” has added an update about how things went on."),
    "not-yet": (
        "The author says that a promised change hasn’t happened",
        "The author of “{title}” says that a promised change hasn’t happened. You can say what was done, or give a new date.",
    ),
    "answer:helpful:yes": ("The author says that your answer helped", "The author of “{title}” says that your answer helped."),
    "answer:helpful:partly": (
        "The author says that your answer partly helped",
        "The author of “{title}” says that your answer partly helped. You can answer again.",
    ),
    "answer:helpful:no": (
        "The author says that your answer did not help",
        "The author of “{title}” says that your answer did not help. You can answer again.",
    ),
    "change:helped:yes": (
        "The author says that your change made a difference",
        "The author of “{title}” says that what you changed made a difference.",
    ),
    "change:helped:no": (
        "The author says that your change made no difference",
        "The author of “{title}” says that what you changed made no difference. You can answer, or plan another change.",
    ),
}
"""By what happened: the subject before the title, and what is said. A colleague's work is called so."""


@mail.letter("work", to="member")
def work(delivery: Delivery) -> mail.Letter | None:
    """To whoever answered, or changed something; or to a colleague who can take over. Dropped when it is not true any more."""
    params = delivery.params
    story = story_if_public(int(params["story_id"] or 0))
    about = str(params["about"])
    if story is None:
        return None
    member = open_membership_in(int(params["organisation_id"] or 0), int(params["person_id"] or 0))
    said, own = what_was_said(about), bool(params["own"])
    if member is None or not said or is_alerted_of(story.pk, about, member.person_id):
        return None
    subject, words = ABOUT_WORK[said]
    if not own:
        subject, words = (each.replace("your ", "a colleague’s ").replace("what you ", "what a colleague ") for each in (subject, words))
    return mail.Letter(
        subject=f"{subject}: “{story.title}”",
        paragraphs=[words.format(title=story.title), "Read it here:"],
        path=f"{links.to('inbox-story', number=story.pk)}#{'-'.join(about.split(':')[:2])}",
        why=(
            why_of_own_work(member)
            if own
            else f"You get this email because the colleague who did this for {member.organisation.name} can’t sign in there any more."
        ),
    )


@mail.letter("author-sent", to="author")
def author_sent(delivery: Delivery) -> mail.Letter | None:
    """To an author, the moment the story is sent. Dropped when somebody has decided about it, or the author took it back."""
    story = Story.objects.select_related("region").get(pk=delivery.params["story_id"])
    contact = notices_contact(int(str(delivery.params["author_id"])))
    if story.state not in UNDECIDED or contact is None:
        return None
    within = plural(setting(story.region_id, SettingKey.MODERATED_WITHIN), "working hour")
    return mail.Letter(
        subject="We have your story",
        paragraphs=[
            "Your story reached us. It isn’t public yet: a moderator reads it first.",
            " ".join(["Heard is not a crisis service.", *when_read(story.region).sentences]),
            f"We aim to decide about half of all stories within {within}.",
            f"If you or someone else isn’t safe, please don’t wait for us. {_help_now(story.region_id)}",
            "To come back to your story, use your story key. If you don’t have it, you can ask for a sign-in link here:",
        ],
        path=links.to("my-story"),
        stop_path=links.to("stop-alerts", token=token_for_contact(contact.pk, mark_of_contact(contact))),
        stop_words="Stop these e-mails",
    )


def _help_now(region_id: int) -> str:
    """The region's lines, in one sentence."""
    lines = [f"{line.name} on {line.contact}" if line.contact not in line.name else line.name for line in crisis_lines(region_id)]
    if not lines:
        return "Call 999 or go to A&E. You can talk to Samaritans on 116 123, day or night. If you’re under 19: Childline on 0800 1111."
    return f"Call 999 or go to A&E. You can also get help here: {'; '.join(lines)}."


def _notice(kind: str, subject: str, said: str, *, state: State = State.PUBLISHED, shown_as: str = "") -> None:
    """Register one notice to an author. It is dropped when the story is not in `state` any more: it would not be true. `shown_as`: its kind
    on the outside, where that must say no more than the subject.
    """

    def render(delivery: Delivery) -> mail.Letter | None:
        story = Story.objects.get(pk=delivery.params["story_id"])
        if story.state != state:
            return None
        contact = notices_contact(int(str(delivery.params["author_id"])))
        if contact is None:  # forgotten or stopped this very moment
            return None
        return mail.Letter(
            subject=subject,
            paragraphs=[said, "Open it with your story key, or ask for a sign-in link there:"],
            path=links.to("my-story"),
            stop_path=links.to("stop-alerts", token=token_for_contact(contact.pk, mark_of_contact(contact))),
            headers={mail.KIND_HEADER: shown_as or kind},
        )

    register: Callable[[mail.Render], mail.Render] = mail.letter(kind, to="author")
    register(render)


_notice("author-published", "Your story is on Heard", "Your story was published, and the people who run the service are being told.")
_notice("author-edited", "Your story on Heard was edited", "A moderator changed your published story. You can see what and why.")
_notice(
    "author-asked", "A question about your story", "A moderator of Heard has a question before your story can go on.", state=State.ASKED
)
_notice(
    "author-declined",
    "About your story",
    "A moderator of Heard wrote to you about your story.",
    state=State.DECLINED,
    shown_as="author-about-story",
)
_notice("author-answered", "Your story was answered", "There is an answer to your story. You can reply, and say whether it helped.")
_notice("author-reply-published", "Your reply is on Heard", "Your reply was published.")
_notice("author-reply-declined", "About your reply", "A moderator of Heard wrote to you about your reply.", shown_as="author-about-reply")
_notice("author-change-planned", "A change is planned after your story", "An organisation said what it will change after your story.")
_notice(
    "author-change-moved",
    "A new date for a change",
    "An organisation gave a new date for a change it promised after your story. If it doesn’t happen by then, you can say so.",
)
_notice("author-change-made", "A change was made after your story", "An organisation says that it made a change after your story.")


@mail.letter("rush", to="colleague")
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
