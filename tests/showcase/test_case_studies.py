"""A case study is written, published with the consent of everyone in it, read as a page and as a PDF, and taken out at once."""

import re
import resource
from dataclasses import replace
from html.parser import HTMLParser

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client

from heard.core import clock, reckoning, sites
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.media.rules.storing import storage_of
from heard.organisations.actions import organising
from heard.regions.models import Region
from heard.showcase import adapters, gateways
from heard.showcase.actions import case_studies
from heard.showcase.actions.exemplars import choose_exemplar
from heard.showcase.actions.team import NewCard, write_card
from heard.showcase.models import CaseStudyVersion, Interviewee, State
from tests import factories
from tests.factories import TESTS
from tests.showcase.interviews import JONAH, ROSA, begun, interview, published

pytestmark = pytest.mark.django_db
PAGE = "/case-studies/the-board/"


class Words(HTMLParser):
    """What someone reads of an interview who hears the page: without what only stands there to be seen."""

    def __init__(self, page):
        super().__init__()
        self.said, self.hidden = [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if self.hidden or ("aria-hidden", "true") in attrs:
            self.hidden += tag not in {"img", "source", "br"}

    def handle_endtag(self, tag):
        self.hidden -= bool(self.hidden)

    def handle_data(self, data):
        if not self.hidden:
            self.said.append(data)


def words_of(text):
    return re.findall(r"\w+", text)


def test_everyone_reads_what_was_published(client):
    published()
    page = client.get(PAGE)
    assert page.status_code == 200
    assert page.text.count("<h2>") == 2
    assert page.text.count("<blockquote") == 4
    assert page.text.count("Ward manager") == 1, "their role is said once"
    assert '<span aria-hidden="true">J</span><span class="unseen said">Jonah Ekwueme</span>' in page.text
    assert "PDF" not in page.text, "while it isn’t made, there is no link"
    assert "The board that says how long" in client.get("/case-studies/").text


def test_an_interview_is_one_statement_and_what_stands_beside_it_one_more(client, django_assert_num_queries):
    story = factories.published_story()
    published()
    published(slug="with-a-story", stories=(story.pk,))
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)
    with django_assert_num_queries(2):
        page = client.get("/case-studies/with-a-story/")
    assert story.title in page.text


def test_the_pdf_says_what_the_page_says_in_the_same_order(client, run_jobs):
    published()
    run_jobs()
    page = client.get(PAGE)
    assert re.search(r"PDF, 1 page, \d+ kB", page.text)
    answer = client.get("/case-studies/the-board.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    paper = words_of(" ".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(answer.content)))
    article = page.text[page.text.index("<article") : page.text.index("</article>")]
    spoken = words_of(" ".join(Words(article).said))
    for word in ("Print", "PDF"):
        assert word in spoken
    left = iter(paper)
    interviewed = [each for each in words_of(" ".join(_all_said(interview()))) if each]
    assert all(word in left for word in interviewed), "in the order of the page"
    left = iter(spoken)
    assert all(word in left for word in interviewed)
    assert client.get("/case-studies/the-board.pdf", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def _all_said(said):
    yield from (said.title, said.lead)
    for turn in said.turns:
        yield turn.question
        for answer in turn.answers:
            yield answer.words


def test_nobody_is_published_without_their_consent():
    study = begun(without=["Jonah Ekwueme"])
    with pytest.raises(NotAcceptable, match="Jonah Ekwueme hasn’t agreed") as refused:
        case_studies.publish_case_study(case_study_id=study.pk, seen=1, by=TESTS)
    assert refused.value.field == "person-1-name"


def test_whoever_withdraws_their_consent_takes_it_out_at_once(client, run_jobs):
    study = published()
    run_jobs()
    digest = study.published.digest
    assert gateways.has(digest)
    who = Interviewee.objects.get(name="Jonah Ekwueme")
    case_studies.withdraw_consent(case_study_id=study.pk, interviewee_id=who.pk, by=TESTS)
    assert client.get(PAGE).status_code == 404
    assert client.get("/case-studies/the-board.pdf").status_code == 404
    run_jobs()
    assert not gateways.has(digest)
    who.refresh_from_db()
    assert (who.agreed_how, who.withdrawn_by) == ("email", "system:tests"), "it is kept that he once agreed, and that he no longer does"
    with pytest.raises(NotAcceptable, match="hasn’t agreed"):
        case_studies.publish_case_study(case_study_id=study.pk, seen=1, by=TESTS)


def test_half_a_pdf_is_never_taken_for_a_whole_one(client, run_jobs):
    """The disk was full in the middle, and the worker before was killed there."""
    study = published()
    half = default_storage.save(f"case-studies/{study.published.digest}.pdf", ContentFile(b"%PDF-1.7 and so on"))
    run_jobs()
    assert client.get("/case-studies/the-board.pdf").content.rstrip().endswith(b"%%EOF")
    default_storage.delete(half)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, most[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            gateways.put("half", b"%PDF-1.7" + bytes(1000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert not gateways.has("half")
    assert not default_storage.exists("case-studies/.half.pdf")


def test_a_pdf_that_a_killed_worker_left_goes_with_the_consent(run_jobs):
    study = published()
    run_jobs()
    CaseStudyVersion.objects.update(pdf_pages=None, pdf_size=None)
    case_studies.withdraw_consent(case_study_id=study.pk, interviewee_id=study.interviewees.all()[0].pk, by=TESTS)
    run_jobs()
    assert not gateways.has(study.published.digest)


def test_pdfs_that_a_backup_does_not_hold_are_made_anew(client, run_jobs):
    study = published()
    run_jobs()
    paper = client.get("/case-studies/the-board.pdf").content
    default_storage.delete(f"case-studies/{study.published.digest}.pdf")
    (found,) = adapters.papers()
    assert not found.well
    call_command("migrate", verbosity=0)
    assert "PDF" not in client.get(PAGE).text, "while it isn’t made, there is no link"
    reckoning.put_right("showcase", window=reckoning.EVER)
    assert client.get("/case-studies/the-board.pdf").content == paper
    (found,) = adapters.papers()
    assert found.well


def test_while_the_store_is_away_a_pdf_is_not_there_and_doctor_says_so(client, run_jobs, settings):
    published()
    run_jobs()
    away = "s3://key:secret@127.0.0.1:1/heard?region=eu-west-2&tls=0"
    settings.STORAGES = settings.STORAGES | {"default": storage_of(away)}
    assert client.get("/case-studies/the-board.pdf").status_code == 404
    (found,) = adapters.papers()
    assert not found.well
    call_command("migrate", verbosity=0)


def test_what_is_public_stays_until_the_next_version_is_published(client):
    study = published()
    case_studies.save_version(**_next(study, title="Another title"))
    assert "Another title" not in client.get(PAGE).text
    case_studies.publish_case_study(case_study_id=study.pk, seen=2, by=TESTS)
    assert "Another title" in client.get(PAGE).text


def _next(study, *, seen=1, slug="the-board", by=TESTS, **more):
    numbers = list(Interviewee.objects.filter(case_study=study).order_by("pk").values_list("pk", flat=True))
    return {
        "case_study_id": study.pk,
        "seen": seen,
        "slug": slug,
        "region_id": None,
        "language": "en-gb",
        "interview": interview(**more),
        "people": [replace(ROSA, number=numbers[0]), replace(JONAH, number=numbers[1])],
        "by": by,
    }


def test_a_save_never_replaces_what_it_had_not_seen():
    study = begun()
    case_studies.save_version(**_next(study, title="Theirs"))
    with pytest.raises(ChangedSince):
        case_studies.save_version(**_next(study, title="Mine"))
    assert CaseStudyVersion.objects.order_by("-number")[0].body["title"] == "Theirs"
    assert Interviewee.objects.count() == 2


def test_an_address_of_before_leads_on(client):
    study = published()
    case_studies.save_version(**_next(study, slug="a-board"))
    assert client.get(PAGE)["Location"] == "/case-studies/a-board/"
    assert client.get("/case-studies/the-board.pdf")["Location"] == "/case-studies/a-board.pdf"
    with pytest.raises(NotAcceptable, match="Another case study has this address"):
        begun()
    case_studies.save_version(**_next(study, slug="the-board", seen=2))
    assert client.get(PAGE).status_code == 200


def test_it_is_taken_out_with_a_reason_and_published_again(client):
    study = published()
    with pytest.raises(NotAcceptable, match="Say why"):
        case_studies.withdraw_case_study(case_study_id=study.pk, reason=" ", by=TESTS)
    case_studies.withdraw_case_study(case_study_id=study.pk, reason="They asked us to wait", by=TESTS)
    assert client.get(PAGE).status_code == 404
    assert client.get("/case-studies/").text.count("The board") == 0
    assert case_studies.publish_case_study(case_study_id=study.pk, seen=1, by=TESTS).state == State.PUBLISHED
    assert client.get(PAGE).status_code == 200


def test_only_editors_write_them():
    with pytest.raises(NotAllowed):
        begun(by=factories.moderator())


def test_those_of_another_region_are_in_its_list_alone(client):
    factories.region()
    other = factories.another_site(slug="strathwend", name="Strathwend", path="strathwend")
    published(slug="here", title="Of all")
    published(slug="there", title="Of theirs", region=other)
    assert "Of theirs" not in client.get("/case-studies/").text
    there = client.get("/strathwend/case-studies/").text
    assert "Of theirs" in there
    assert "Of all" in there
    assert '/strathwend/case-studies/there/">' in client.get("/case-studies/there/").text


def test_nothing_is_seen_elsewhere_of_a_region_that_is_not_open_yet(client, run_jobs):
    factories.region()
    coming = factories.another_site(slug="strathwend", name="Strathwend", path="strathwend")
    study = published(title="Of theirs", region=coming)
    organisation = organising.make_organisation(region_id=coming.pk, kind="provider", name="Quay Trust", by=TESTS)
    choose_exemplar(organisation_id=organisation.pk, why="They listen.", since=clock.today(), language="en-gb", by=TESTS)
    agreed = {"agreed_on": clock.today(), "agreed_how": "email", "agreed_where": "Mailbox of the editors"}
    write_card(member_id=None, card=NewCard(name="Tess Oban", role="Editor", region_id=coming.pk, language="en-gb", **agreed), by=TESTS)
    run_jobs()
    seen = {"/case-studies/": "Of theirs", "/exemplars/": "Quay Trust", "/who-we-are/": "Tess Oban", "/sitemap-pages.xml": "the-board"}
    shut = {PAGE, "/case-studies/the-board.pdf"}
    assert all(client.get(path).status_code == 200 for path in shut), "while it is open"
    Region.objects.filter(pk=coming.pk).update(state="preparing")
    sites.forget()
    for path, words in seen.items():
        assert words not in client.get(path).text, path
    case_studies.save_version(**_next(study, slug="a-board") | {"region_id": coming.pk})
    for path in (*shut, "/case-studies/a-board/", "/case-studies/a-board.pdf"):
        assert client.get(path).status_code == 404, path


def test_the_list_has_pages(client, monkeypatch):
    for each in range(22):
        published(slug=f"board-{each}", title=f"Board {each}")
    first = client.get("/case-studies/").text
    assert first.count("<h2><a") == 20
    older = re.search(r'href="([^"]*page=[^"]*)"', first)[1]
    assert client.get(older).text.count("<h2><a") == 2
    assert client.get("/case-studies/?page=zzz").status_code == 400


def test_strangers_words_are_escaped(client):
    published(title="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(PAGE).text


def test_what_was_never_public_answers_like_what_is_not_there():
    begun()
    assert Client().get(PAGE).status_code == 404
