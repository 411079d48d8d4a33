import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

from heard.core import languages, mail
from heard.core.mail import Letter
from heard.core.models import Delivery
from heard.regions.actions import set_complaint_ways
from tests import factories
from tests.languages import spoken


@pytest.mark.parametrize(
    ("language", "tag", "direction", "formats"),
    [
        ("en-gb", "en-GB", "ltr", "en_GB"),
        ("en-xa", "en-XA", "ltr", "en_GB"),
        ("ar-xb", "ar-XB", "rtl", "ar"),
        ("cy", "cy", "ltr", "cy"),
        ("zh-hans", "zh-Hans", "ltr", "zh_Hans"),
    ],
)
def test_a_language_has_a_tag_a_direction_and_formats(language, tag, direction, formats):
    with translation.override(language):
        assert (languages.tag(), languages.direction(), str(languages.locale())) == (tag, direction, formats)


def language_of_a_site(home, said):
    """What a site starts in, and the end of what it says where it does not."""
    site = {"DJANGO_SETTINGS_MODULE": "heard.config.settings.site", "HEARD_HOME": str(home), "DATABASE_URL": "postgresql://x/y"}
    show = "from django.conf import settings; print(settings.LANGUAGE_CODE)"
    made = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", show],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **site, "HEARD_LANGUAGE": said},
        capture_output=True,
        text=True,
        check=False,
    )
    return made.stdout.strip() or made.stderr.splitlines()[-1]


@pytest.mark.parametrize(("said", "language"), [("", "en-gb"), ("EN-gb", "en-gb"), ("ar-XB", "ar-xb")])
def test_a_site_speaks_the_language_that_is_set(tmp_path, said, language):
    assert language_of_a_site(tmp_path, said) == language


@pytest.mark.parametrize("said", ["en", "fr", "../../etc/passwd"])
def test_a_site_does_not_begin_in_a_language_that_heard_does_not_speak(tmp_path, said):
    """With “fr” the libraries' own sentences would be French between our English ones, and with “en” dates would be American."""
    assert f"HEARD_LANGUAGE is “{said}”, which Heard doesn’t speak. It speaks en-gb, en-xa, ar-xb." in language_of_a_site(tmp_path, said)


@pytest.mark.django_db
def test_a_page_and_its_feed_say_in_which_language_they_are(client):
    assert '<html lang="en-GB" dir="ltr"' in client.get("/help/").content.decode()
    with override_settings(LANGUAGE_CODE="ar-xb"):
        assert '<html lang="ar-XB" dir="rtl"' in client.get("/help/").content.decode()
        assert '<html lang="ar-XB" dir="rtl"' in client.get("/no-such-page/").content.decode()
        assert 'xml:lang="ar-XB"' in client.get("/stories/feed/").content.decode()


@pytest.mark.django_db
def test_what_a_browser_says_it_prefers_changes_nothing(client):
    answer = client.get("/help/", headers={"accept-language": "ar"})
    assert '<html lang="en-GB" dir="ltr"' in answer.content.decode()
    assert "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.django_db
def test_a_page_kept_in_one_language_does_not_stand_for_another(client):
    kept = client.get("/about/")["ETag"]
    assert client.get("/about/", headers={"if-none-match": kept}).status_code == 304
    with override_settings(LANGUAGE_CODE="ar-xb"):
        assert client.get("/about/", headers={"if-none-match": kept}).status_code == 200


@pytest.mark.django_db
def test_an_email_is_worded_in_its_readers_language_and_says_so(mailoutbox, monkeypatch):
    monkeypatch.setitem(mail._letters, "tried", lambda _: Letter(f"In {languages.tag()}", ["Words"]))
    monkeypatch.setitem(mail._readers, "tried", "member")
    with spoken("ar-xb"), translation.override("ar-xb"):
        mail.post(kind="tried", to=f"person:{factories.person().pk}", key="tried")
    with spoken("ar-xb"), translation.override("en-gb"):
        mail.deliver(delivery_id=Delivery.objects.get(key="tried").pk)
        assert languages.tag() == "en-GB", "the worker goes on in its own language"
    (sent,) = mailoutbox
    assert (sent.subject, sent.extra_headers["Content-Language"]) == ("In ar-XB", "ar-XB")


@pytest.mark.django_db
def test_what_a_region_wrote_says_its_language_on_a_page_in_another(client):
    region = factories.open_site()
    set_complaint_ways(region_id=region.pk, ways=[], words="Write to the council.", by=factories.TESTS)
    assert "<div><p" in client.get("/how-to-complain/").content.decode()
    assert '<section class="crisis">' in client.get("/tell/").content.decode()
    with override_settings(LANGUAGE_CODE="ar-xb"):
        assert '<div lang="en-GB" dir="ltr"><p' in client.get("/how-to-complain/").content.decode()
        assert '<ul lang="en-GB" dir="ltr"><li><b>Samaritans' in client.get("/tell/").content.decode()
