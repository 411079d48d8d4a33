"""Small made-up worlds for tests, built through the real actions wherever there is one.

Every function takes keyword arguments only and returns the row. Names count up, so that two calls never collide.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from heard.accounts.actions import people
from heard.accounts.actions.authors import give_contact
from heard.accounts.models import Author
from heard.accounts.policies import DEMO_SIGN_IN
from heard.accounts.queries import who_can_moderate
from heard.core import clock
from heard.core.actors import SystemActor
from heard.core.sessions import SessionStore
from heard.directory.actions import contacts
from heard.directory.models import Kind, Level, Service
from heard.directory.queries import search_text_of
from heard.directory.rules.contacts import mark_of
from heard.moderation.actions import cases
from heard.moderation.models import Case
from heard.moderation.queries.looks import everything_in
from heard.moderation.queries.work import work_on_public
from heard.moderation.rules.work import StoryWork
from heard.organisations.actions import members, organising
from heard.organisations.audiences import WORKING_AS, WORKING_SINCE
from heard.organisations.models import Membership, Role
from heard.reach import actions as reach
from heard.regions.actions import close_region, make_region, open_region
from heard.regions.models import Region
from heard.responses.actions import answers, changes
from heard.stories.actions import authoring, publishing
from heard.stories.actions.authoring import NewStory
from heard.stories.models import AboutFields, ParticularFields
from heard.stories.queries import public_text
from heard.tags.actions import offer_tag

TESTS = SystemActor("tests")
_n = count(1)


def region():
    """The default region. Stories are public at once at any hour, so that no test depends on when it runs."""
    found = Region.objects.filter(is_default=True).first()
    if found is None:
        found = Region.objects.create(slug="northmoor", name="Northmoor", is_default=True)
        found.settings.create(name="publish_in_hours", value=0)
    return found


def open_site():
    """The region, and all that telling needs there: a crisis line, an open service, somebody who moderates."""
    found = region()
    if not found.crisis_lines.exists():
        found.crisis_lines.create(name="Samaritans", contact="116 123", when="Day and night", who_for="Anyone.", in_strip=True)
    if not Service.objects.filter(region=found).exists():
        service()
    if not who_can_moderate().exists():
        authenticator_app(of=moderator())
    return found


def another_site(*, slug, name, **how):
    """One more region, with a crisis line, whose site is open to everyone."""
    made = make_region(slug=slug, name=name, by=TESTS, **how)
    made.crisis_lines.create(name="Samaritans", contact="116 123", when="Day and night", who_for="Anyone.", in_strip=True)
    return made if made.is_default else open_region(region_id=made.pk, by=TESTS)


def closed_site(*, slug, name, **how):
    """One more region, whose site took stories and takes none now."""
    return close_region(region_id=another_site(slug=slug, name=name, **how).pk, reason="Its last service has closed", by=TESTS)


def service(*, name=None, parent=None, level=None, kind=None, of=None, **more):
    """A place in the directory `of` a region: the default one, if nothing is said."""
    n = next(_n)
    level = level or (Level.PROVIDER if parent is None else Level.SERVICE)
    made = Service.objects.create(
        region=of or region(),
        level=level,
        kind=kind or (Kind.ACUTE_TRUST if parent is None else Kind.WARD),
        name=name or f"Service {n}",
        slug=f"service-{n}",
        parent=parent,
        **more,
    )
    made.ancestors = [*(parent.ancestors if parent else []), made.pk]
    made.search_text = search_text_of(made, [] if parent is None else [parent.name])
    made.save(update_fields=["ancestors", "search_text"])
    return made


def confirmed_contact(*, of, email="manager@trust.example"):
    """The provider's registered contact, confirmed by the link in its letter."""
    contacts.set_registered_contact(service_id=of.pk, email=email, by=TESTS)
    return contacts.confirm_contact(service_id=of.pk, mark=mark_of(email), by=TESTS)


def person(*, name=None, roles=(), password="a long password", **more):
    n = next(_n)
    return people.make_person(
        email=f"person{n}@work.example", name=name or f"Person {n}", platform_roles=list(roles), password=password, by=TESTS, **more
    )


def moderator(role="first-line"):
    return person(name="Mo Derator", roles=[role])


def organisation(*, remit=(), name=None, subscribed=True, kind="provider"):
    made = organising.make_organisation(region_id=region().pk, kind=kind, name=name or f"Organisation {next(_n)}", by=TESTS)
    organising.set_remit(organisation_id=made.pk, service_ids=[each.pk for each in remit], by=TESTS)
    if subscribed:
        today = clock.today()
        organising.give_subscription(
            organisation_id=made.pk,
            level="standard",
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=335),
            by=TESTS,
        )
    return made


def member(*, of, roles=(Role.RESPONDER,), **more):
    return member_again(person=person(**more), of=of, roles=roles)


def member_again(*, person, of, roles=(Role.RESPONDER,)):
    """The same person in one more organisation."""
    return members.add_member(organisation_id=of.pk, person_id=person.pk, roles=roles, job_title="Ward manager", by=TESTS)


def authenticator_app(*, of, secret="JBSWY3DPEHPK3PXP"):
    """An authenticator app, set up."""
    return TOTP.activate(of, secret).instance


def sign_in(client, whom, *, second_factor=True):
    """Sign a person or a membership in without the sign-in page; a membership is also the one worked as. Written at once, where Django's
    `force_login` makes a session, another one with a new key, and saves that twice: 16 statements in each test that opens a page.

    Moderators and operators count as having shown a second factor, by the demo's own door, unless told otherwise.
    """
    membership = whom if isinstance(whom, Membership) else None
    who = membership.person if membership else whom
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    session = SessionStore(cookie and cookie.value)
    if SESSION_KEY in session:
        session.flush()  # somebody else was signed in
    session.update({SESSION_KEY: str(who.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]})
    session[HASH_SESSION_KEY] = who.get_session_auth_hash()
    if second_factor:
        session[DEMO_SIGN_IN] = True
    if membership:
        session[WORKING_AS] = membership.pk
        session[WORKING_SINCE] = clock.now().isoformat()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def operator(**more):
    return person(name="Op Erator", roles=["operator"], **more)


def author():
    return Author.objects.create()


DEFAULTS = {
    "words": "I come every Tuesday. Nobody says how long it is.",
    "role": "patient",
    "chosen_name": "Gull",
    "happened_month": date(2026, 9, 1),
    "good": ["the nurse"],
    "better": ["waiting times"],
    "feelings": ["anxious"],
    "consents": {"publish": "1"},
}


def offer_usual_tags():
    """Those of `DEFAULTS`, as somebody who runs Heard offers them: a moderator need not look at them one by one."""
    for kind, column in (("good", "good"), ("better", "better"), ("feeling", "feelings")):
        for name in DEFAULTS[column]:
            offer_tag(kind=kind, name=name, by=TESTS)


def sent_story(*, services=None, by=None, **changes):
    """A story that waits for a moderator. The draft before it, which is gone by then, is what the tests of telling make."""
    services = [service()] if services is None else services
    told = DEFAULTS | changes
    particulars = {name: told.pop(name) for name in ParticularFields.PARTICULARS if name in told}
    about = {name: told.pop(name) for name in AboutFields.ABOUT if name in told}
    new = NewStory(
        region_id=services[0].region_id if services else region().pk,
        services=[each.pk for each in services],
        particulars=particulars,
        about=about,
        **told,
    )
    return authoring.send_story(new, by=by or author())


def reachable_author(email="gull@home.example", **more):
    """An author who left an address before anything happened to their story."""
    made = author()
    give_contact(made, kind="email", value=email, **more)
    return made


def published_story(*, services=None, title="If I step out, do I lose my place?", criticality=2, by=None, told_by=None, **changes):
    """A story that a moderator published with the author's own words. Run jobs to have it told and heard."""
    story = sent_story(services=services, by=told_by, **changes)
    return _publish(story, title=title, criticality=criticality, by=by)


def publish(story, *, by=None, **more):
    """A moderator publishes a story that waits, with its author's own words and as not very critical, unless `more` says otherwise."""
    story.refresh_from_db()
    return _publish(story, by=by, **more)


def _publish(story, *, by=None, **more):
    given = {"title": "It was a long wait", "text": story.original.words, "hope": story.original.hope, "criticality": 1} | more
    return publishing.publish_story(story_id=story.pk, seen_version=story.version, **given, by=by or TESTS)


def put_services_right(story, *services, by=None):
    """A moderator says which services a public story is about."""
    story.refresh_from_db()
    return publishing.edit_story(
        story_id=story.pk,
        seen_text=public_text(story.pk),
        title=story.title,
        text=story.text,
        hope=story.hope,
        service_ids=[each.pk for each in services],
        edits=[publishing.MadeEdit("service")],
        by=by or moderator(),
    )


ANSWER = "Thank you for telling us. I am sorry that nobody said how long the wait would be. Please ask for me at the desk."


def story_for(organisation, **more):
    """A published story about a service in the organisation's remit; with no `services`, about its first branch."""
    return published_story(**{"services": [organisation.remit.order_by("pk").first().service]} | more)


def story_and_responder():
    """A published story, and somebody who answers for an organisation that hears it."""
    responder = member(of=organisation(remit=[service()], name="Shoreline"))
    return story_for(responder.organisation), responder


def sent_answer(*, story=None, membership=None, text=ANSWER, **more):
    """An answer in its window. Without a membership, by a new responder of an organisation that hears the story."""
    membership = membership or member(of=organisation(remit=[service()] if story is None else list(story.services.all())))
    story = story or story_for(membership.organisation)
    return answers.send_answer(
        story_id=story.pk, membership=membership, name="Joy Adeyemi", job_title="Ward manager", text=text, by=membership, **more
    )


def referred_answer(**more):
    """An answer that waits for a moderator: its window is over."""
    answer = sent_answer(**more)
    with clock.at(clock.now() + timedelta(minutes=30)):
        answers.close_windows()
    answer.refresh_from_db()
    return answer


def published_answer(*, by=None, **more):
    """An answer that a moderator published as it was written."""
    answer = referred_answer(**more)
    return answers.publish_answer(answer_id=answer.pk, seen_version=answer.version, text=answer.text, by=by or TESTS)


def planned_change(*, story, membership, published=True, due_on=None, what="Write the clinic times on the board"):
    """A plan that waits for a moderator or, by default, that one published."""
    change = changes.plan_change(
        story_id=story.pk,
        membership=membership,
        what=what,
        who_leads="Clinic manager",
        due_on=due_on or clock.today() + timedelta(days=30),
        by=membership,
    )
    if not published:
        return change
    return changes.publish_change(
        change_id=change.pk, seen_version=change.version, what=change.what, who_leads=change.who_leads, due_on=change.due_on, by=TESTS
    )


def made_change(*, change, membership):
    """A plan whose making a moderator published."""
    change = changes.make_change(change_id=change.pk, membership=membership, made_what="The board is up.", by=membership)
    return changes.publish_change(change_id=change.pk, seen_version=change.version, made_what=change.made_what, by=TESTS)


def read_by(story, membership):
    """The member opened the story: its organisation has read it."""
    reach.story_opened(story_id=story.pk, membership=membership, by=membership)


def tell(story):
    """Have every organisation concerned told of the story, as the worker does on publication."""
    reach.tell_organisations(story_id=story.pk, by=TESTS)
    return story


# ---------------------------------------------------------------- the moderators' desk


def waiting_case(*, run_jobs, story=None, **more):
    """The open case of a story that was just sent."""
    story = story or sent_story(**more)
    run_jobs()
    return Case.objects.get(story=story, subject="story", closed_at=None)


def claimed_case(*, run_jobs, by, **more):
    """The same, claimed by a moderator."""
    return cases.claim_case(case_id=waiting_case(run_jobs=run_jobs, **more).pk, by=by)


def work_for(case, **changes):
    """What a moderator would type to publish the author's own words."""
    original = case.story.original
    given = {
        "title": "If I step out, do I lose my place?",
        "text": original.words,
        "hope": original.hope,
        "chosen_name": original.chosen_name,
        "criticality": 2,
        "services": tuple(case.story.service_ids),
        "good": ("the nurse",),
        "better": ("waiting times",),
        "feelings": ("anxious",),
    }
    work = StoryWork(**(given | changes))
    return work if "looked_at" in changes else replace(work, looked_at=everything_in(case.story, work))


def work_to_edit(story, **changes):
    """What a moderator would type to change a public story, having looked at everything."""
    work = replace(work_on_public(story), **changes)
    return work if "looked_at" in changes else replace(work, looked_at=everything_in(story, work))
