"""Which texts of an answer, a reply or a change become public, as the gate takes them (`stories.rules.going_out`)."""

from django.utils.translation import gettext as _

from heard.stories.rules.going_out import As, GoesOut


def texts_of_answer(*, text: str, sign_off: str, name: str, job_title: str) -> list[GoesOut]:
    """Staff answer with their own name, which is theirs to give. Whoever else is named beside it, in a role (“for Joy Smith”) or in a
    sign-off (“love from Joy and Nurse Okafor”), is somebody else.
    """
    return [
        GoesOut("text", _("the answer"), text, As.OF_STAFF),
        GoesOut("sign_off", _("the sign-off"), sign_off, As.OF_STAFF),
        GoesOut("name", _("the name"), name, As.SIGNATURE),
        GoesOut("job_title", _("the role"), job_title, As.ROLE),
    ]


def texts_of_reply(*, text: str) -> list[GoesOut]:
    return [GoesOut("text", _("the author’s words"), text)]


def texts_of_change(*, what: str = "", who_leads: str = "", made_what: str = "") -> list[GoesOut]:
    """Who leads a change may be somebody other than who wrote it, and is read like the plan."""
    return [
        GoesOut("what", _("the plan"), what, As.OF_STAFF),
        GoesOut("who_leads", _("who leads it"), who_leads, As.OF_STAFF),
        GoesOut("made_what", _("what was done"), made_what, As.OF_STAFF),
    ]
