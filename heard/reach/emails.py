"""The email to a provider that does not listen yet, through its registered contact."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core import links, mail
from heard.core.models import Delivery
from heard.directory.emails import stop_path
from heard.directory.models import JOINED, Service
from heard.reach.models import Asking
from heard.reach.queries import told_before
from heard.stories.models import State
from heard.ui.wording import number


@mail.letter("asked-provider", to="contact")
def asked_provider(delivery: Delivery) -> mail.Letter | None:
    asking = Asking.objects.select_related("story", "provider").get(pk=delivery.params["asking_id"])
    if asking.story.state != State.PUBLISHED or asking.provider.contact_confirmed_at is None:
        return None
    if asking.provider.register == JOINED:
        return None  # it is another one by now, and is written to as that
    return mail.Letter(
        subject=_("A story about %(provider)s") % {"provider": asking.provider.name},
        paragraphs=[
            _("Someone told a story on Heard about %(provider)s: “%(title)s”.")
            % {"provider": asking.provider.name, "title": asking.story.title},
            _("It’s public. No one at your organisation listens on Heard yet, and the story says so."),
            _("You can read it here:"),
        ],
        path=links.to("story", number=asking.story_id),
        stop_path=stop_path(asking.provider),
    )


NAMED = 10
"""Titles that one email names."""


@mail.letter("asked-provider-before", to="contact")
def asked_provider_before(delivery: Delivery) -> mail.Letter | None:
    """All that was told before the contact was confirmed, in one email."""
    provider = Service.objects.get(pk=delivery.params["provider_id"])
    if provider.contact_confirmed_at is None:
        return None
    waiting = told_before(delivery)
    titles = [_("“%(title)s”") % {"title": asking.story.title} for asking in waiting[:NAMED]]
    if not titles:
        return None
    left = len(waiting) - NAMED
    more = [ngettext("and %(count)s more.", "and %(count)s more.", left) % {"count": number(left)}] if left > 0 else []
    return mail.Letter(
        subject=_("Stories on Heard about %(provider)s so far") % {"provider": provider.name},
        paragraphs=[
            _("Before you confirmed this address, people told these stories about %(provider)s, newest first:")
            % {"provider": provider.name},
            *titles,
            *more,
            _("They’re public. No one at your organisation listens on Heard yet, and the stories say so. You can read them here:"),
        ],
        path=links.to("service", key=provider.code or provider.slug),
        stop_path=stop_path(provider),
    )
