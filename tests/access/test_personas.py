"""Every persona on every route: each gets what the route's declared audience says, and nobody ever a fault.

Walks the URLconf, so a new route is tried by being there. A new audience needs a row in `LET_IN`.
"""

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from heard.accounts.policies import DEMO_SIGN_IN
from heard.organisations.actions import members
from heard.organisations.models import Role
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db

STAFF = {"member of A", "member of B", "responder", "co-ordinator", "approver", "administrator"}
HEARD = ["moderator", "moderator without a second factor", "senior moderator", "operator"]
PERSONAS = ["stranger", *sorted(STAFF), "frozen member", "in no organisation", "in two organisations", *HEARD]
SENDERS = ["stranger", "member of B", "frozen member", "moderator without a second factor", "administrator", "moderator", "operator"]
SIGNED_IN = set(PERSONAS) - {"stranger"}
TWO = "in two organisations"
LET_IN = {
    "anybody": set(PERSONAS),
    "anybody, in a demo": set(PERSONAS),
    "signed in": SIGNED_IN,
    "members": STAFF | {TWO},
    "administrators": {"administrator", TWO},
    "moderators": {"moderator", "senior moderator", "moderator without a second factor"},
    "operators": {"operator"},
    "operators and senior moderators": {"operator", "senior moderator"},
    "authors": set(),
}
"""Whom each audience lets in. Authors come with a story key and are nobody here."""
OPEN = {"anybody", "anybody, in a demo"}
"""Audiences that stop nobody here: the tests run as a demo. That nothing of it is there elsewhere is tested in tests/demo."""
SENT_ON = {"moderator without a second factor": "/account/second-factor/", TWO: "/organisation/choose/"}
"""Personas who are let in, and first sent somewhere else."""
TOLD_WHY = {("frozen member", "members"): "/work/", ("frozen member", "administrators"): "/work/"}
"""Who is not let in, and is sent where they are told why."""
VALUES = {"int": "999999999", "slug": "no-such-thing", "str": "no-such-thing", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def routes(resolver=None, prefix="/"):
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield prefix + str(each.pattern), each.callback
        else:
            yield from routes(each, prefix + str(each.pattern))


def address(pattern):
    """A path that the pattern matches and that shows nothing there is."""
    found = re.sub(r"<(?:(\w+):)?\w+>", lambda part: VALUES.get(part[1] or "str", "x"), pattern)
    found = re.sub(r"\(\?P<\w+>[^)]*\)", "x", found)
    return found.replace("^", "").replace("\\Z", "").rstrip("$")


ELSEWHERE = {"/healthz"}
"""Answers for machines, with a meaning of its own for 503."""
DECLARED = {(address(pattern), view.audience) for pattern, view in routes() if getattr(view, "audience", None)}
EVERY_ROUTE = sorted((path, audience) for path, audience in DECLARED if path not in ELSEWHERE)


@pytest.fixture
def personas():
    """A client for each persona, made once for all routes: signing in is what costs."""
    a, b = factories.organisation(), factories.organisation()
    of_a = {role: factories.member(of=a, roles=[role]) for role in Role}
    frozen = factories.member(of=a)
    two = factories.member(of=a, roles=list(Role))
    factories.member_again(person=two.person, of=b)
    members.freeze_member(membership_id=frozen.pk, by=TESTS)
    frozen.refresh_from_db()
    who = {
        "stranger": None,
        "member of A": of_a[Role.MEMBER],
        "member of B": factories.member(of=b, roles=[Role.MEMBER]),
        "responder": of_a[Role.RESPONDER],
        "co-ordinator": of_a[Role.COORDINATOR],
        "approver": of_a[Role.APPROVER],
        "administrator": of_a[Role.ADMINISTRATOR],
        "frozen member": frozen.person,
        "in no organisation": factories.person(),
        TWO: two.person,
        "moderator": factories.moderator(),
        "moderator without a second factor": factories.person(roles=["first-line"]),
        "senior moderator": factories.moderator("senior"),
        "operator": factories.operator(),
    }
    return Clients(who)


class Clients(dict):
    """A client for each persona, and who it is."""

    def __init__(self, who):
        super().__init__({name: Client(raise_request_exception=False) for name in PERSONAS})
        self.who = who
        for name in PERSONAS:
            self.sign_in_again(name)

    def sign_in_again(self, name):
        """Some pages sign out, or take a session for another purpose; the next one is asked by the same persona again."""
        whom = self.who[name]
        if whom is None or self[name].session.get("_auth_user_id"):
            return
        getattr(whom, "person", whom).refresh_from_db()
        factories.sign_in(self[name], whom, second_factor="without" not in name)


def problem_with(name, audience, path, answer):
    """What is wrong with this answer for this persona; nothing when it is as the audience demands."""
    if answer.status_code >= 500:
        return "a fault"
    if audience in OPEN:
        return ""
    if name not in LET_IN[audience]:
        if audience == "authors":
            fine = answer.status_code in {404, 405} or (answer.status_code == 302 and answer.url.partition("?")[0] != path)
            return "" if fine else f"let in with {answer.status_code}"
        if name == "stranger":
            return (
                ""
                if answer.status_code == 302 and answer.url.startswith("/account/login/?next=")
                else f"a stranger got {answer.status_code}"
            )
        if (name, audience) in TOLD_WHY:
            return "" if answer.status_code == 302 and answer.url == TOLD_WHY[name, audience] else f"not told why: {answer.status_code}"
        return "" if answer.status_code == 404 else f"not for them, got {answer.status_code}"
    if name in SENT_ON and audience != "signed in":
        return "" if answer.status_code == 302 and answer.url.startswith(SENT_ON[name]) else f"should be sent to {SENT_ON[name]}"
    return "" if answer.status_code in {200, 302, 400, 404, 405, 409, 410, 422} else f"for them, got {answer.status_code}"


def test_every_persona_on_every_route(personas):
    assert {audience for _, audience in EVERY_ROUTE} <= set(LET_IN), "an audience that this test does not know"
    wrong = []
    for path, audience in EVERY_ROUTE:
        for name in PERSONAS:
            if audience in OPEN and name not in {"stranger", "responder", "operator"}:
                continue
            if path == "/account/logout/":
                continue
            if problem := problem_with(name, audience, path, personas[name].get(path)):
                wrong.append(f"{path} ({audience}), {name}: {problem}")
    assert not wrong, "\n".join(wrong)


def test_every_persona_sending_nothing_to_every_route(personas):
    """POST with nothing in it: refused in words, or done to nothing; never a fault, and the door is the same."""
    wrong = []
    for path, audience in EVERY_ROUTE:
        if path in {"/account/logout/", "/organisation/leave/"}:
            continue
        for name in (
            "stranger",
            "member of B",
            "frozen member",
            "moderator without a second factor",
            "administrator",
            "moderator",
            "operator",
        ):
            answer = personas[name].post(path, {})
            personas.sign_in_again(name)
            door = problem_with(name, audience, path, answer)
            if door and not (audience in OPEN or answer.status_code in {400, 403}):
                wrong.append(f"POST {path} ({audience}), {name}: {door}")
            elif answer.status_code >= 500:
                wrong.append(f"POST {path} ({audience}), {name}: a fault")
    assert not wrong, "\n".join(wrong)


def test_somebody_with_a_real_second_factor_in_no_demo_gets_in(client, settings):
    settings.DEMO = False
    person = factories.moderator()
    factories.authenticator_app(of=person)
    factories.sign_in(client, person)
    session = client.session
    assert session[DEMO_SIGN_IN]
    assert client.get("/moderation/").status_code in {302, 404}
    session["account_authentication_methods"] = [{"method": "mfa", "at": 1_767_225_600.0}]
    session.save()
    assert client.get("/moderation/").status_code in {200, 404}
