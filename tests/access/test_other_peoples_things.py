"""What belongs to one organisation, or one author, does not exist for another: asked for by its real number, on every route that takes one.

`test_personas` walks the same routes with numbers that nothing has. A new kind of number needs a line in `things`.
"""

import re

import pytest
from django.test import Client

from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.media.rules.drawing import copies
from heard.organisations.actions import contacts, invitations
from heard.organisations.actions.pictures import show_picture
from heard.organisations.models import PublicContact, Role, ShownPicture
from heard.responses.actions import replies
from tests import factories
from tests.access.test_personas import routes
from tests.factories import TESTS
from tests.media.drawing import drawn

pytestmark = pytest.mark.django_db
NUMBERED = re.compile(r"<int:(\w+)>")


@pytest.fixture
def things():
    """Numbers of what organisation A, its members and one author have."""
    organisation = factories.organisation(remit=[factories.service()])
    responder = factories.member(of=organisation)
    story = factories.story_for(organisation)
    answer = factories.published_answer(story=story, membership=responder)
    shown = show_picture(
        organisation_id=organisation.pk, copies=copies(drawn("JPEG", (96, 96))), alt="The ward", is_decorative=False, by=TESTS
    )
    return {
        "shown_id": shown.pk,
        "service_id": organisation.remit.get().service_id,
        "number": story.pk,
        "answer_id": answer.pk,
        "change_id": factories.planned_change(story=story, membership=responder).pk,
        "reply_id": replies.send_reply(story_id=story.pk, author=story.author, text="Thank you.", answer_id=answer.pk).pk,
        "membership_id": responder.pk,
        "contact_id": contacts.add_contact(organisation_id=organisation.pk, value="ward@trust.example", by=TESTS).pk,
        "invitation_id": invitations.invite_member(
            organisation_id=organisation.pk, email="new@trust.example", roles=["member"], by=TESTS
        ).pk,
    }


def numbered(audiences, things):
    """Every route for these audiences that takes a number, with the number of somebody else's thing."""
    for pattern, view in routes():
        if getattr(view, "audience", None) in audiences and NUMBERED.search(pattern):
            yield NUMBERED.sub(lambda part: str(things[part[1]]), pattern)


def wrong_answers(visitor, paths):
    asked = [(way, path, getattr(visitor, way)(path)) for path in paths for way in ("get", "post")]
    assert len(asked) >= 8, "the walk found next to nothing"
    return [f"{way} {path}: {answer.status_code}" for way, path, answer in asked if answer.status_code not in {404, 405}]


def test_another_organisations_things_do_not_exist(things):
    stranger = factories.member(of=factories.organisation(remit=[factories.service()]), roles=list(Role))
    visitor = factories.sign_in(Client(), stranger)
    remove = f"/organisation/contacts/{things['contact_id']}/remove/"
    wrong = wrong_answers(visitor, numbered({"members", "administrators"}, things))
    # Removing twice is removing once, so what is not there is removed without a word about it.
    assert wrong == [f"post {remove}: 302", f"post /organisation/pictures/{things['shown_id']}/remove/: 302"]
    assert ShownPicture.objects.filter(pk=things["shown_id"]).exists()
    assert PublicContact.objects.filter(pk=things["contact_id"]).exists()


def test_another_authors_things_do_not_exist(things):
    author = factories.published_story().author
    visitor = Client()
    session = visitor.session
    session[AUTHOR], session[STAMP] = author.pk, stamp_of(author)
    session.save()
    assert not wrong_answers(visitor, numbered({"authors"}, things))
