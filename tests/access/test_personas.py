"""Every persona on every route: each gets what the route's declared audience says, and nobody ever a fault.

Walks the URLconf, so a new route is tried by being there. A new audience needs a row in `LET_IN`.
"""

import re
from copy import deepcopy
from functools import partial

import pytest
from django.conf import settings
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
HEARD = ["moderator", "moderator without a second factor", "senior moderator", "editor", "operator"]
PERSONAS = ["stranger", *sorted(STAFF), "frozen member", "in no organisation", "in two organisations", *HEARD]
SIGNED_IN = set(PERSONAS) - {"stranger"}
TWO = "in two organisations"
LET_IN = {
    "anybody": set(PERSONAS),
    "anybody, in a demo": set(PERSONAS),
    "signed in": SIGNED_IN,
    "members": STAFF | {TWO},
    "administrators": {"administrator", TWO},
    "moderators": {"moderator", "senior moderator", "moderator without a second factor"},
    "editors": {"editor", "operator"},
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


WAY_ON = re.compile(r'href="([^"]+)"[^>]*>Go to the page with the button')
ELSEWHERE = {"/healthz"}
"""Answers for machines, with a meaning of its own for 503."""
DECLARED = {(address(pattern), view.audience) for pattern, view in routes() if getattr(view, "audience", None)}
EVERY_ROUTE = sorted((path, audience) for path, audience in DECLARED if path not in ELSEWHERE)


def people():
    """Who each persona is."""
    a, b = factories.organisation(), factories.organisation()
    of_a = {role: factories.member(of=a, roles=[role]) for role in Role}
    frozen = factories.member(of=a)
    two = factories.member(of=a, roles=list(Role))
    factories.member_again(person=two.person, of=b)
    members.freeze_member(membership_id=frozen.pk, by=TESTS)
    frozen.refresh_from_db()
    return {
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
        "editor": factories.person(name="Ed Itor", roles=["editor"]),
        "operator": factories.operator(),
    }


@pytest.fixture(scope="module")
def everybody(standing):
    """Made once for all walks."""
    return people()


@pytest.fixture
def personas(everybody):
    return Clients(deepcopy(everybody))


class Clients(dict):
    """A client for each persona who is asked for, and who it is."""

    def __init__(self, who):
        super().__init__()
        self.who = who

    def __missing__(self, name):
        self[name] = Client(raise_request_exception=False)
        self._sign_in(name)
        return self[name]

    def ask(self, name, way, path):
        """Some pages sign out, or take a session for another purpose; the next one is asked by the same persona again."""
        client = self[name]
        answer = getattr(client, way)(path)
        if settings.SESSION_COOKIE_NAME in answer.cookies and not client.session.get("_auth_user_id"):
            self._sign_in(name)
        return answer

    def _sign_in(self, name):
        if (whom := self.who[name]) is not None:
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


def is_blank(answer, ask):
    """What is wrong with an answer that says “not this way”: it leads on to the page that it belongs to."""
    if answer.status_code != 405:
        return ""
    page = answer.content.decode()
    way = WAY_ON.search(page)
    if not answer["Allow"] or "<h1>" not in page or way is None:
        return "a blank 405"
    leads = ask("get", way[1])
    return "" if leads.status_code in {200, 302, 404} else f"leads to {way[1]}, which answers {leads.status_code}"


def doors(persona):
    """The routes that this persona tries; what anybody may see is not tried by everybody."""
    tries_all = persona in {"stranger", "responder", "operator"}
    return [(path, audience) for path, audience in EVERY_ROUTE if audience != "anybody" or tries_all]


def test_every_audience_is_known():
    assert {audience for _, audience in EVERY_ROUTE} <= set(LET_IN), "an audience that this test does not know"


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_persona_on_every_route(personas, persona):
    """Each gets what the audience says, never a fault, and no blank page where an address only works with a button."""
    ask = partial(personas.ask, persona)
    wrong, met = [], 0
    for path, audience in doors(persona):
        if path == "/account/logout/":
            continue
        answer = ask("get", path)
        met += answer.status_code == 405
        if problem := problem_with(persona, audience, path, answer) or is_blank(answer, ask):
            wrong.append(f"{path} ({audience}): {problem}")
    assert not wrong, "\n".join(wrong)
    assert met or persona not in {"stranger", "operator"}, "the walk met no address that only works with a button"


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_persona_sending_nothing_to_every_route(personas, persona):
    """POST with nothing in it: refused in words, or done to nothing; never a fault, no blank page, and the door is the same."""
    ask = partial(personas.ask, persona)
    wrong, met = [], 0
    for path, audience in doors(persona):
        if path in {"/account/logout/", "/organisation/leave/"}:
            continue
        answer = ask("post", path)
        met += answer.status_code == 405
        door = problem_with(persona, audience, path, answer)
        if answer.status_code >= 500:
            wrong.append(f"POST {path} ({audience}): a fault")
        elif door and not (audience in OPEN or answer.status_code in {400, 403}):
            wrong.append(f"POST {path} ({audience}): {door}")
        elif problem := is_blank(answer, ask):
            wrong.append(f"POST {path} ({audience}): {problem}")
    assert not wrong, "\n".join(wrong)
    assert met or persona not in {"stranger", "operator"}, "the walk met no address that only shows something"


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
