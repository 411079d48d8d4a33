"""An address that only takes what a button sends, or only shows something, answers the other way with a page that helps.

That no persona meets a blank one on any route is seen by their walks (`test_personas.py`).
"""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import resolve, reverse

from heard.accounts.actions import people
from heard.accounts.models import Author
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock
from heard.directory.actions import contacts as registered
from heard.directory.actions import corrections, everyday, placing
from heard.directory.models import Kind
from heard.media.rules.drawing import copies
from heard.moderation.actions import rota
from heard.organisations.actions import contacts, invitations, members
from heard.organisations.actions.pictures import show_picture
from heard.pages.actions import pictures, publishing, writing
from heard.pages.actions.glossary import write_term
from heard.showcase.actions import case_studies, exemplars, team
from tests import factories
from tests.access.test_personas import EVERY_ROUTE, WAY_ON, everybody, personas  # noqa: F401 - fixtures
from tests.factories import TESTS
from tests.media.drawing import drawn
from tests.showcase.interviews import published

pytestmark = pytest.mark.django_db


def test_who_asks_for_a_button_by_its_address_is_led_to_its_page():
    factories.region()
    client = factories.sign_in(Client(), factories.operator())
    page = client.get(reverse("operating:undo_correction", kwargs={"correction_id": 1}))
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "This address only works from a button" in page.text


def written(path, *, by):
    return writing.write_page(kind="help", path=path, title="Getting here", source="It is by the quay.", by=by)


class World:
    """One of each thing that such a button can be pressed about, and who may press it."""

    def __init__(self):
        self.region = factories.region()
        self.region.holidays.create(day=date(2099, 12, 25), name="Christmas Day")
        self.operator, senior = factories.operator(), factories.moderator("senior")
        self.shift = rota.set_shift(region_id=self.region.pk, weekday=1, begins=time(17), ends=time(9), people=[senior.pk], by=TESTS)
        self.service = factories.service(name="Fracture clinic", level="provider")
        registered.set_registered_contact(service_id=self.service.pk, email="pals@trust.example", by=TESTS)
        corrections.correct_service(service_id=self.service.pk, changes={"town": "Moorport"}, by=TESTS)
        self.place = placing.propose_place(region_id=self.region.pk, name="Larch House", kind="care-home", where="By the quay", by=TESTS)
        self.organisation = factories.organisation(remit=[self.service])
        self.admin = factories.member(of=self.organisation, roles=["administrator"])
        self.frozen = factories.member(of=self.organisation)
        members.freeze_member(membership_id=self.frozen.pk, by=TESTS)
        invited = {"organisation_id": self.organisation.pk, "email": "kim@shoreline.example", "name": "Kim", "roles": ["responder"]}
        self.invitation = invitations.invite_member(by=self.admin, **invited)
        self.contact = contacts.add_contact(organisation_id=self.organisation.pk, value="01632 960001", what="PALS", by=TESTS)
        self.closed = factories.person(name="Kim Closed", roles=["first-line"])
        people.deactivate(person_id=self.closed.pk, by=self.operator)
        self.invited = people.invite_colleague(email="jo@heard.example", name="Jo", platform_roles=["first-line"], by=self.operator)
        self.story = factories.published_answer().story
        said = {"region_id": None, "kinds": [Kind.CLINIC], "called": ["clinic"], "by": self.operator}
        self.word = everyday.add_everyday_name(title="Clinic of the quay", words=["quay clinic"], **said)
        self.hidden = everyday.add_everyday_name(title="Clinic of the hill", words=["hill clinic"], **said)
        everyday.hide_everyday_name(name_id=self.hidden.pk, by=self.operator)
        self.ours = show_picture(
            organisation_id=self.organisation.pk,
            copies=copies(drawn("JPEG", (96, 96))),
            alt="The ward",
            is_decorative=False,
            by=self.operator,
        )
        self.draft = written("help/parking", by=self.operator)
        self.scheduled = written("help/buses", by=self.operator)
        tomorrow = clock.now() + timedelta(days=1)
        publishing.schedule_text(text_id=self.scheduled.text_id, number=1, due_at=tomorrow, by=self.operator)
        self.term = write_term(word="Parkish", meaning="Like a park.", by=self.operator)
        drawn_anew = copies(drawn("JPEG", (96, 96)))
        self.picture = pictures.add_picture(copies=drawn_anew, alt="A door", is_decorative=False, by=self.operator)
        self.shown = people.set_photo(person_id=factories.person().pk, copies=copies(drawn("JPEG", (96, 96))), by=self.operator)

        self._show(copies(drawn("JPEG", (96, 96))))

    def _show(self, photo):
        """A case study, someone of the team and a former exemplar, each with what a button takes away."""
        self.study = published(slug="the-board")
        self.asked = self.study.interviewees.first()
        case_studies.set_portrait(interviewee_id=self.asked.pk, copies=photo, by=self.operator)
        agreed = {"agreed_on": clock.today(), "agreed_how": "form", "agreed_where": "Folder 12"}
        card = team.NewCard(name="Ines Marsh", role="Editor", language="en-gb", **agreed)
        self.card = team.write_card(member_id=None, card=card, by=self.operator)
        team.set_card_photo(member_id=self.card.pk, copies=photo, by=self.operator)
        said = {"why": "They listen.", "since": clock.today(), "language": "en-gb", "by": self.operator}
        self.former = exemplars.choose_exemplar(organisation_id=self.organisation.pk, **said)
        exemplars.end_exemplar(exemplar_id=self.former.pk, reason="They stopped.", by=self.operator)

    def buttons(self):
        """For each such address its arguments, and who presses it."""
        of = {"organisation_id": self.organisation.pk}
        asked = {"case_study_id": self.study.pk, "interviewee_id": self.asked.pk}
        return {
            "showcase:remove_portrait": (asked, self.operator),
            "showcase:withdraw_consent": (asked, self.operator),
            "showcase:choose_again": ({"exemplar_id": self.former.pk}, self.operator),
            "showcase:remove_card_photo": ({"member_id": self.card.pk}, self.operator),
            "showcase:leave_team": ({"member_id": self.card.pk}, self.operator),
            "operating:remove_holiday": ({"region_id": self.region.pk}, self.operator),
            "operating:remove_shift": ({"region_id": self.region.pk}, self.operator),
            "operating:remove_contact": (of | {"contact_id": self.contact.pk}, self.operator),
            "operating:remove_picture": (of | {"shown_id": self.ours.pk}, self.operator),
            "organisations:remove_picture": ({"shown_id": self.ours.pk}, self.admin),
            "operating:cancel_invitation": (of | {"invitation_id": self.invitation.pk}, self.operator),
            "operating:thaw": (of | {"membership_id": self.frozen.pk}, self.operator),
            "operating:invite_again": ({"person_id": self.invited.pk}, self.operator),
            "operating:open_person": ({"person_id": self.closed.pk}, self.operator),
            "operating:remove_photo": ({"person_id": self.shown.pk}, self.operator),
            "accounts:remove_photo": ({}, self.shown),
            "operating:ask_contact": ({"service_id": self.service.pk}, self.operator),
            "operating:hide_everyday_name": ({"name_id": self.word.pk}, self.operator),
            "operating:show_everyday_name": ({"name_id": self.hidden.pk}, self.operator),
            "operating:drop_place": ({"service_id": self.place.pk}, self.operator),
            "pages:publish": ({"text_id": self.draft.text_id}, self.operator),
            "pages:unschedule": ({"text_id": self.scheduled.text_id}, self.operator),
            "pages:remove_term": ({"term_id": self.term.term_id}, self.operator),
            "pages:remove_picture": ({"picture_id": self.picture.pk}, self.operator),
            "organisations:switch": ({}, self.admin),
            "organisations:remove_contact": ({"contact_id": self.contact.pk}, self.admin),
            "organisations:cancel_invitation": ({"invitation_id": self.invitation.pk}, self.admin),
            "organisations:thaw": ({"membership_id": self.frozen.pk}, self.admin),
            "following:rate_answer": ({"answer_id": self.story.answers.get().pk}, self.story.author),
        }


ELSEWHERE = {
    "operating:undo_correction": "the number of a correction does not say of which place it is; the directory, where places are found",
    "operating:open_region": "stands there until the site is open; the list of what it needs",
    "operating:keep_apart": "stands there while two places look like one; the list of places",
    "following:rate_change": "as for an answer; one needs a change that was made",
    "following:key_is_safe": "stands on My story until it is pressed, and is gone then",
    "following:close": "on every page of an author; where they ask again for their key",
    "pages:publish_film": "on the page of a film that is prepared and described (tests/media/test_films.py)",
    "pages:withdraw_film": "as for publishing it",
    "pages:delete_film": "as for publishing it",
    "demo:be_nobody": "stands in the frame of every page while somebody is tried",
    "demo:be_person": "who can be tried is drawn from the demo's own county",
    "demo:be_author": "as above",
    "pages:take_house_text": "stands there when an upgrade brings a newer text; the text, where it would",
    "pages:keep_own_text": "as above",
    "telling:anew": "stands on the page of a draft that another browser has begun",
}
"""Addresses whose button is not looked for below, and where the way leads."""


def signed_in(whom):
    client = Client()
    if isinstance(whom, Author):
        session = client.session
        session[AUTHOR], session[STAMP] = whom.pk, stamp_of(whom)
        session.save()
    elif whom is not None:
        factories.sign_in(client, whom)
    return client


def test_the_way_leads_to_the_page_on_which_the_button_stands():
    wrong = []
    for name, (arguments, whom) in World().buttons().items():
        client, path = signed_in(whom), reverse(name, kwargs=arguments)
        answer = client.get(path)
        way = WAY_ON.search(answer.content.decode())
        if answer.status_code != 405 or way is None:
            wrong.append(f"{name}: answers {answer.status_code}")
            continue
        page = client.get(way[1], follow=True)
        if page.status_code != 200 or f'action="{path}"' not in page.content.decode():
            wrong.append(f"{name}: {way[1]} answers {page.status_code}, and has no such button")
    assert not wrong, "\n".join(wrong)


def test_every_such_address_is_tried_above_or_says_where_its_way_leads(personas):  # noqa: F811 - the fixture
    found = set()
    for path, audience in EVERY_ROUTE:
        who = {
            "operators": "operator",
            "administrators": "administrator",
            "members": "responder",
            "moderators": "senior moderator",
            "editors": "editor",
        }
        client = personas[who.get(audience, "responder" if audience == "signed in" else "stranger")]
        if audience != "authors" and client.get(path).status_code == 405:
            found.add(resolve(path).view_name)
    tried = set(World().buttons()) | set(ELSEWHERE)
    assert found - tried == set()


def test_a_stranger_who_pressed_one_signs_in_and_is_led_to_its_page():
    world = World()
    path = reverse("organisations:cancel_invitation", kwargs={"invitation_id": world.invitation.pk})
    client = Client()
    asked = client.post(path)
    assert asked.status_code == 302
    signed = client.post(asked.url, {"login": world.admin.person.email, "password": "a long password"})
    assert signed.status_code == 302
    assert signed.url == path
    page = client.get(signed.url)
    assert "Nothing was done" in page.text
    assert WAY_ON.search(page.text)[1] == reverse("organisations:members")
