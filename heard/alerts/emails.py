"""How alerts to members and notices to authors read: link, service and title, never the story."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from heard.accounts.policies import is_operator
from heard.accounts.queries import mark_of_contact, notices_contact, person_by_id
from heard.alerts.models import Alert, AlertSetting
from heard.alerts.queries import is_alerted_of, setting_of, what_was_said
from heard.alerts.rules import token_for_contact, token_for_member
from heard.core import links, mail
from heard.core.models import Delivery
from heard.organisations.models import Membership
from heard.organisations.queries import open_membership_in
from heard.regions.models import Region
from heard.regions.queries import crisis_lines, setting
from heard.regions.rules import SettingKey
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import State, Story
from heard.stories.presenters import when_read
from heard.stories.queries import published_stories, story_if_public
from heard.telling.queries import rush_by_id
from heard.ui.wording import date_words, listed, number, reached, time_of

AT_ONCE = AlertSetting.When.AT_ONCE


NEWS = {
    "story": (
        gettext_lazy("A new story about %(services)s"),
        gettext_lazy("Someone has told a story about %(services)s: “%(title)s”."),
    ),
    "answer": (
        gettext_lazy("An answer to a story about %(services)s"),
        gettext_lazy("There’s an answer to a story about %(services)s: “%(title)s”."),
    ),
    "change": (
        gettext_lazy("An update on a change because of a story about %(services)s"),
        gettext_lazy("There’s an update on a change because of a story about %(services)s: “%(title)s”."),
    ),
}


@mail.letter("alert", to="member")
def alert(delivery: Delivery) -> mail.Letter | None:
    """To a member. Dropped when the story was withdrawn, or the member stopped these, between owing and sending."""
    story = story_if_public(int(delivery.params["story_id"] or 0))
    about = str(delivery.params["about"])
    member = _member_to_tell(delivery, about)
    if story is None or member is None:
        return None
    news = about.partition(":")[0]
    subject, said = NEWS[news]
    named = {"services": listed([service.name for service in story.services.all()]), "title": story.title}
    return mail.Letter(
        subject=str(subject) % named,
        paragraphs=[str(said) % named, _("Read it here:")],
        path=links.to("inbox-story", number=story.pk),
        stop_path=links.to("stop-alerts", token=token_for_member(member.pk)),
        headers={mail.KIND_HEADER: f"alert-{news}"},
        why=_("You’re getting this email because you read stories for %(organisation)s, and asked us to tell you about them.")
        % {"organisation": member.organisation.name},
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
    count = len({each.story_id for each in wanted})
    return mail.Letter(
        subject=_("Stories we should have told you about sooner"),
        paragraphs=[
            ngettext(
                "There’s news of %(count)s story about your services.", "There’s news of %(count)s stories about your services.", count
            )
            % {"count": number(count)},
            _("We should have told you when it happened, and we didn’t. We’re sorry."),
            _("You can find everything in your inbox:"),
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
    title = {"title": story.title}
    if delivery.params["what"] == "answer":
        subject = _("Your answer was sent back: “%(title)s”") % title
        said = _("A Heard moderator has sent back your answer to “%(title)s”, with a note on what to change.") % title
    else:
        subject = _("Your change was sent back: “%(title)s”") % title
        said = _("A Heard moderator has sent back the change you wrote for “%(title)s”, with a note on what to change.") % title
    return mail.Letter(
        subject=subject,
        paragraphs=[said, _("Read the note and edit what you wrote here:")],
        path=links.to("inbox-story", number=story.pk),
        why=why_of_own_work(member),
    )


def why_of_own_work(member: Membership) -> str:
    said = _(
        "You’re getting this email because it’s about your own work for %(organisation)s. Your alert settings don’t stop these emails."
    )
    return said % {"organisation": member.organisation.name}


ABOUT_WORK = {
    "answer:public": (
        gettext_lazy("Your answer is public: “%(title)s”"),
        gettext_lazy("Your answer to “%(title)s” is now public."),
    ),
    "change:planned": (
        gettext_lazy("The change you planned is public: “%(title)s”"),
        gettext_lazy("The change you planned because of “%(title)s” is now public."),
    ),
    "change:made": (
        gettext_lazy("The change you made is public: “%(title)s”"),
        gettext_lazy("The change you made because of “%(title)s” is now public."),
    ),
    "reply": (
        gettext_lazy("The author has replied: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” has replied. Anyone can read the reply, and you can answer it."),
    ),
    "update": (
        gettext_lazy("The author has added an update: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” has said what happened next."),
    ),
    "not-yet": (
        gettext_lazy("The author says a promised change hasn’t happened: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says a promised change hasn’t happened. You can say what you’ve done, or give a new date."),
    ),
    "answer:helpful:yes": (
        gettext_lazy("The author says your answer helped: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says your answer helped."),
    ),
    "answer:helpful:partly": (
        gettext_lazy("The author says your answer partly helped: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says your answer partly helped. You can answer again."),
    ),
    "answer:helpful:no": (
        gettext_lazy("The author says your answer didn’t help: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says your answer didn’t help. You can answer again."),
    ),
    "change:helped:yes": (
        gettext_lazy("The author says your change made a difference: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says the change you made has made a difference."),
    ),
    "change:helped:no": (
        gettext_lazy("The author says your change made no difference: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says the change you made has made no difference. You can answer, or plan another change."),
    ),
}
"""By what happened: the subject, and what is said."""
ABOUT_A_COLLEAGUES = {
    "answer:public": (
        gettext_lazy("A colleague’s answer is public: “%(title)s”"),
        gettext_lazy("A colleague’s answer to “%(title)s” is now public."),
    ),
    "change:planned": (
        gettext_lazy("A change that a colleague planned is public: “%(title)s”"),
        gettext_lazy("The change that a colleague planned because of “%(title)s” is now public."),
    ),
    "change:made": (
        gettext_lazy("A change that a colleague made is public: “%(title)s”"),
        gettext_lazy("The change that a colleague made because of “%(title)s” is now public."),
    ),
    "answer:helpful:yes": (
        gettext_lazy("The author says a colleague’s answer helped: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says a colleague’s answer helped."),
    ),
    "answer:helpful:partly": (
        gettext_lazy("The author says a colleague’s answer partly helped: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says a colleague’s answer partly helped. You can answer again."),
    ),
    "answer:helpful:no": (
        gettext_lazy("The author says a colleague’s answer didn’t help: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says a colleague’s answer didn’t help. You can answer again."),
    ),
    "change:helped:yes": (
        gettext_lazy("The author says a colleague’s change made a difference: “%(title)s”"),
        gettext_lazy("The author of “%(title)s” says the change that a colleague made has made a difference."),
    ),
    "change:helped:no": (
        gettext_lazy("The author says a colleague’s change made no difference: “%(title)s”"),
        gettext_lazy(
            "The author of “%(title)s” says the change that a colleague made has made no difference. "
            "You can answer, or plan another change."
        ),
    ),
}
"""The same of a colleague's work, where it is said otherwise."""


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
    subject, words = (ABOUT_WORK if own else ABOUT_WORK | ABOUT_A_COLLEAGUES)[said]
    title = {"title": story.title}
    return mail.Letter(
        subject=str(subject) % title,
        paragraphs=[str(words) % title, _("Read it here:")],
        path=f"{links.to('inbox-story', number=story.pk)}#{'-'.join(about.split(':')[:2])}",
        why=(
            why_of_own_work(member)
            if own
            else _("You’re getting this email because the colleague who did this for %(organisation)s can’t sign in there any more.")
            % {"organisation": member.organisation.name}
        ),
    )


@mail.letter("author-sent", to="author")
def author_sent(delivery: Delivery) -> mail.Letter | None:
    """To an author, the moment the story is sent. Dropped when somebody has decided about it, or the author took it back."""
    story = Story.objects.select_related("region").get(pk=delivery.params["story_id"])
    contact = notices_contact(int(str(delivery.params["author_id"])))
    if story.state not in UNDECIDED or contact is None:
        return None
    within = setting(story.region_id, SettingKey.MODERATED_WITHIN)
    return mail.Letter(
        subject=_("We have your story"),
        paragraphs=[
            _("We’ve received your story. It isn’t public yet: a moderator will read it first."),
            " ".join([_("Heard is not a crisis service."), *when_read(story.region).sentences]),
            ngettext(
                "We aim to read half of all stories within %(count)s working hour.",
                "We aim to read half of all stories within %(count)s working hours.",
                within,
            )
            % {"count": number(within)},
            _("If you or someone else is not safe, please do not wait for us.") + f" {_help_now(story.region)}",
            _("To come back to your story, use your story key. If you don’t have it, you can ask for a link to it here:"),
        ],
        path=links.to("my-story"),
        stop_path=links.to("stop-alerts", token=token_for_contact(contact.pk, mark_of_contact(contact))),
        says_help=True,
    )


def _help_now(region: Region) -> str:
    """Whom to call or where to go, and the region's lines."""
    call = region.emergency
    lines = [reached(line) for line in crisis_lines(region.pk)]
    first = _("Call %(number)s or go to A&E.") if call.in_uk else _("Call %(number)s or go to the nearest emergency department.")
    said = [first % {"number": call.number}]
    if lines:
        said.append(_("You can also get help here: %(lines)s.") % {"lines": "; ".join(lines)})
    elif call.in_uk:
        said += [
            _("You can talk to Samaritans on 116 123, day or night."),
            _("If you are under 19, you can call Childline on 0800 1111."),
        ]
    return " ".join(said)


def _notice(kind: str, subject: Promise, said: Promise, *, state: State = State.PUBLISHED, shown_as: str = "") -> None:
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
            subject=str(subject),
            paragraphs=[str(said), _("Open it with your story key, or ask for a link to it on this page:")],
            path=links.to("my-story"),
            stop_path=links.to("stop-alerts", token=token_for_contact(contact.pk, mark_of_contact(contact))),
            headers={mail.KIND_HEADER: shown_as or kind},
        )

    register: Callable[[mail.Render], mail.Render] = mail.letter(kind, to="author")
    register(render)


_notice(
    "author-published",
    gettext_lazy("Your story is on Heard"),
    gettext_lazy("We’ve published your story, and we’re telling the people who run the service."),
)
_notice(
    "author-edited",
    gettext_lazy("Your story on Heard was edited"),
    gettext_lazy("A moderator has changed your published story. You can see what they changed and why."),
)
_notice(
    "author-asked",
    gettext_lazy("A question about your story"),
    gettext_lazy("A Heard moderator needs to ask you something before your story can go any further."),
    state=State.ASKED,
)
_notice(
    "author-declined",
    gettext_lazy("About your story"),
    gettext_lazy("A Heard moderator has written to you about your story."),
    state=State.DECLINED,
    shown_as="author-about-story",
)
_notice(
    "author-answered",
    gettext_lazy("Your story has been answered"),
    gettext_lazy("There’s an answer to your story. You can reply, and say whether it helped."),
)
_notice("author-reply-published", gettext_lazy("Your reply is on Heard"), gettext_lazy("We’ve published your reply."))
_notice(
    "author-reply-declined",
    gettext_lazy("About your reply"),
    gettext_lazy("A Heard moderator has written to you about your reply."),
    shown_as="author-about-reply",
)
_notice(
    "author-change-planned",
    pgettext_lazy("subject of an email", "A change is planned because of your story"),
    gettext_lazy("An organisation has said what it will change because of your story."),
)
_notice(
    "author-change-moved",
    gettext_lazy("A new date for a change"),
    gettext_lazy(
        "An organisation has given a new date for a change it promised because of your story. If it doesn’t happen by then, you can say so."
    ),
)
_notice(
    "author-change-made",
    gettext_lazy("A change was made because of your story"),
    gettext_lazy("An organisation says it has made a change because of your story."),
)


@mail.letter("rush", to="colleague")
def rush(delivery: Delivery) -> mail.Letter | None:
    """To an operator. Dropped when whoever it was for is none any more."""
    noticed = rush_by_id(int(delivery.params["rush_id"] or 0))
    person = person_by_id(int(delivery.params["person_id"] or 0))
    if noticed is None or person is None or not is_operator(person):
        return None
    began = noticed.hour.astimezone(ZoneInfo(noticed.region.time_zone))
    return mail.Letter(
        subject=_("Many stories from one place: %(region)s") % {"region": noticed.region.name},
        paragraphs=[
            _("In the hour from %(time)s on %(day)s, we were sent far more from one internet connection than we expect.")
            % {"time": time_of(began), "day": date_words(began)},
            _("Browsers there now have to do a short calculation. Stories without it are read last, unless someone may be in danger."),
            _(
                "If it’s a hospital or an event, raise the region’s numbers. "
                "If it carries on, ask the person who runs the server to look at it."
            ),
            _("We don’t record which connection it was. You’ll get this email at most once an hour."),
            _("See what’s happening now:"),
        ],
        path=links.to("operator"),
    )
