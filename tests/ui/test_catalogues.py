"""What is marked is found, pseudo-languages keep what a translation must keep, and a translation that does not is refused."""

import re
from io import BytesIO

import pytest
from babel.messages import Catalog
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heard.ui import catalogues
from heard.ui.pseudo import KEPT, pseudo
from tests.languages import PSEUDO, spoken

WORDS = st.text(alphabet="abc xyzABC.,’?", min_size=1, max_size=12)
TOKENS = st.sampled_from(
    ["%(name)s", "%(num)s", "%s", "%d", "%%", "{link}", "{}", "<b>", "</b>", '<a href="%(path)s">', "</a>", "&amp;", "<br>"]
)
SENTENCES = st.lists(st.one_of(WORDS, TOKENS), min_size=1, max_size=8).map(" ".join)
A_BARE_WORD = re.compile(r"[A-Za-z]{2,}")


@given(SENTENCES, st.sampled_from(PSEUDO))
def test_placeholders_and_tags_survive_and_no_english_does(text, language):
    said = pseudo(text, language)
    assert KEPT.findall(said) == KEPT.findall(text)
    assert not A_BARE_WORD.search(KEPT.sub("", said))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", min_size=20).filter(lambda text: len(text.strip()) >= 20))
def test_the_long_language_is_never_shorter_and_stands_in_brackets(text):
    said = pseudo(text, "en-xa").strip()
    assert said.startswith("[")
    assert said.endswith("]")
    assert len(said) >= len(text.strip()) + 2


def test_the_long_language_is_about_two_fifths_longer():
    text = "A moderator will read your story before anyone else can, and takes out anything that could identify someone."
    assert 1.3 < len(pseudo(text, "en-xa")) / len(text) < 1.5


def catalogue_of(*ids, locale=None):
    made = Catalog(locale=locale)
    for each in ids:
        made.add(each)
    return made


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5, unique=True), st.sampled_from(PSEUDO))
def test_a_plural_has_as_many_forms_as_the_language(pairs, language):
    source = catalogue_of(*[(f"%(num)s {one}", f"%(num)s {many}") for one, many in pairs])
    made = catalogues.pseudo_catalogue(language, source)
    assert made.num_plurals == {"en-xa": 2, "ar-xb": 6}[language]
    for message in made:
        if message.id:
            assert len(message.string) == made.num_plurals
            assert all("%(num)s" in form for form in message.string)


def test_a_value_in_a_sentence_from_right_to_left_stands_in_a_bracket_of_its_own():
    made = catalogues.pseudo_catalogue("ar-xb", catalogue_of('%(name)s, <a href="%(path)s">go</a> 5%%'))
    (message,) = [each for each in catalogues.isolated(made) if each.id]
    assert message.string == '\u2068%(name)s\u2069, <a href="%(path)s">گو</a> 5%%'


@pytest.mark.parametrize(("language", "said"), [("en-xa", "[àá ḿòóḿèéñť àáĝòó]"), ("ar-xb", "ا مومينت اگو")])
def test_a_marked_sentence_is_said_in_a_pseudo_language_and_so_is_a_librarys(language, said):
    with spoken(language):
        assert translation.gettext("a moment ago") == said
        assert not A_BARE_WORD.search(translation.gettext("This field is required."))
    assert translation.gettext("a moment ago") == "a moment ago"


def found_in(said):
    source = catalogue_of("Hello %(name)s, <b>friend</b>")
    made = catalogue_of("Hello %(name)s, <b>friend</b>", locale="cy")
    next(each for each in made if each.id).string = said
    return catalogues.problems(made, source)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "is not translated"),
        ("Helo, <b>ffrind</b>", "has other placeholders or tags"),
        ("Helo %(enw)s, <b>ffrind</b>", "has other placeholders or tags"),
        ("Helo %(name)s, ffrind", "has other placeholders or tags"),
        ("Helo %(name)s, <b>100 % ffrind</b>", "has a stray %"),
        ("Helo %(name)s, <b>{ffrind</b>", "has a stray {"),
    ],
)
def test_a_translation_that_lost_something_is_refused(said, problem):
    assert problem in found_in(said)[0]


def test_the_order_of_words_is_the_translators():
    assert not found_in("<b>Ffrind</b>, helo %(name)s")


def test_a_translation_is_begun_brought_up_to_date_checked_and_compiled(monkeypatch, tmp_path, capsys, settings):
    monkeypatch.setattr(catalogues, "TRANSLATED", tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "compiled"]
    call_command("languages", "collect", "cy")
    path = tmp_path / "locale/cy/LC_MESSAGES/django.po"
    path.write_text(path.read_text().replace('msgid "a moment ago"\nmsgstr ""', 'msgid "a moment ago"\nmsgstr "eiliad yn ôl"'))
    call_command("languages", "collect", "cy")
    with pytest.raises(CommandError, match="cy: “in a moment” is not translated"):
        call_command("languages", "check")
    call_command("languages", "compile")
    assert "ar_XB, cy, en_XA" in capsys.readouterr().out
    settings.LANGUAGE_CODE = "cy"
    assert translation.gettext("a moment ago") == "eiliad yn ôl"


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
BROKEN = {
    "cut off": HEAD + 'msgid "a moment ago"\nmsgstr "eiliad',
    "not a catalogue": HEAD + "\na moment ago = eiliad yn ôl\n",
}


def given_translation(folder, words):
    path = folder / "locale/cy/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)


@pytest.mark.parametrize("words", BROKEN.values(), ids=BROKEN)
def test_a_translation_that_cannot_be_read_is_named_with_its_line_and_the_one_of_before_stays(words, tmp_path, monkeypatch, settings):
    monkeypatch.setattr(catalogues, "TRANSLATED", tmp_path / "locale")
    settings.LOCALE_PATHS, settings.LANGUAGE_CODE = [tmp_path / "compiled"], "cy"
    given_translation(tmp_path, HEAD + 'msgid "a moment ago"\nmsgstr "eiliad yn ôl"\n')
    assert catalogues.compile_all(tmp_path / "compiled", with_pseudo=False) == (["cy"], [])
    given_translation(tmp_path, words)
    made, (left_out,) = catalogues.compile_all(tmp_path / "compiled", with_pseudo=False)
    assert not made
    assert "cy/LC_MESSAGES/django.po, line 6: " in left_out
    assert translation.gettext("a moment ago") == "eiliad yn ôl"
    with pytest.raises(CommandError, match=r"django\.po, line 6"):
        call_command("languages", "check")


def test_a_sentence_that_would_break_its_page_is_left_out_and_the_others_are_not(tmp_path, monkeypatch, settings):
    monkeypatch.setattr(catalogues, "TRANSLATED", tmp_path / "locale")
    settings.LOCALE_PATHS, settings.LANGUAGE_CODE = [tmp_path / "compiled"], "cy"
    good, bad = 'msgid "a moment ago"\nmsgstr "eiliad yn ôl"\n\n', 'msgid "Hello %(name)s,"\nmsgstr "Helo %(enw)s,"\n'
    given_translation(tmp_path, HEAD + good + bad)
    _made, (left_out,) = catalogues.compile_all(tmp_path / "compiled", with_pseudo=False)
    assert "cy: “Hello %(name)s,” has other placeholders" in left_out
    assert translation.gettext("a moment ago") == "eiliad yn ôl"
    assert translation.gettext("Hello %(name)s,") == "Hello %(name)s,"


@pytest.mark.parametrize("language", ["", "xx", "ar-xb", "klingon-??", "../../cy", "/srv/cy"])
def test_a_translation_into_no_language_is_not_begun(language, monkeypatch, tmp_path):
    monkeypatch.setattr(catalogues, "TRANSLATED", tmp_path / "in" / "locale")
    with pytest.raises(CommandError, match="We don’t know the language"):
        call_command("languages", "collect", language)
    assert not list(tmp_path.rglob("*.po"))


def test_a_translation_lies_where_it_is_looked_for(monkeypatch, tmp_path):
    monkeypatch.setattr(catalogues, "TRANSLATED", tmp_path)
    call_command("languages", "collect", "pt-br")
    assert [path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*.po")] == ["pt_BR"]


def test_a_sentence_within_an_f_string_is_found():
    source = BytesIO(b"f\"{_('First.')} {ngettext('%(n)s day', '%(n)s days', 2)} {pgettext('button', 'Heard')}\"")
    keywords = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    found = {message for _, _, message, _ in catalogues.marked_in_python(source, keywords, [], {})}
    assert found == {"First.", ("%(n)s day", "%(n)s days", 2), ("button", "Heard")}
