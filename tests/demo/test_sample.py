"""The sample of a case study's PDF is what Heard would make of it today."""

from heard.demo.management.commands.sample_pdf import SAMPLE, sample


def test_the_committed_sample_is_current():
    assert SAMPLE.read_bytes() == sample(), "manage.py sample_pdf writes it anew"
