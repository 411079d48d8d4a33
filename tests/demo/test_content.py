"""The demo's content keeps its promises: references resolve, lists are respected, dates run on, nobody is real."""

import re
import tomllib
from collections import Counter
from pathlib import Path

from heard.stories.rules.signs import GRAVE, find_signs, kinds_of

CONTENT = Path(__file__).parents[2] / "heard" / "demo" / "content"

KINDS_OF_PLACE = {
    "acute-trust",
    "mental-health-trust",
    "general-practice",
    "dental-practice",
    "care-home",
    "home-care",
    "hospital",
    "ward",
    "clinic",
    "community-service",
    "ambulance",
    "pharmacy",
    "social-care",
    "charity",
}
KINDS_OF_ORGANISATION = {
    "provider",
    "council",
    "commissioner",
    "healthwatch",
    "regulator",
    "forum",
    "education",
}
MEMBER_ROLES = {"member", "responder", "administrator"}
PLATFORM_ROLES = {"first-line", "second-line", "senior", "editor", "operator"}
AUTHOR_ROLES = {"patient", "service-user", "parent", "relative", "carer", "friend", "advocate", "staff"}
STATES = {"published", "waiting", "held", "asked", "declined", "draft"}
EDIT_REASONS = {
    "names-a-person",
    "identifies-author",
    "date-or-place",
    "discriminatory",
    "obscene",
    "legal",
    "length",
    "spelling",
    "other",
}
DECLINE_REASONS = {
    "not-an-experience",
    "too-long-ago",
    "commercial",
    "obscene",
    "duplicate",
    "staff-about-colleagues",
    "legal-process",
    "not-genuine",
}
RISKS = {
    "safeguarding",
    "crisis",
    "names-staff",
    "personal-data",
    "duplicate",
    "unknown-service",
    "doubtful",
    "staff-about-colleagues",
    "child",
    "discriminatory",
    "legal",
}

PHONE_FOR_DRAMA = re.compile(r"^01632 960\d{3}$")
PHONE = re.compile(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b")
EMAIL = re.compile(r"\b[\w.+-]+@[\w.-]+\.\w+")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
EXACT_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
)
REAL_PLACES = re.compile(
    r"\b(London|Newcastle|Gateshead|Sunderland|Durham|Northumbria|Northumberland|Tyneside|Tynemouth|Hexham|Morpeth|Leeds|"
    r"Manchester|Liverpool|Birmingham|Sheffield|Bristol|Edinburgh|Glasgow|Cardiff|Belfast|Nottingham|York|Cumbria|Carlisle|"
    r"Middlesbrough|Teesside|Bupa|Boots|Specsavers|Priory|Barchester|Turning Point|Care Quality Commission|CQC|Mind|"
    r"Macmillan|Marie Curie|Age UK|Al-Anon|Frank)\b"
)


def load(name):
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


REGION = load("region.toml")
PLACES = {place["slug"]: place for place in load("directory.toml")["place"]}
PEOPLE = {person["slug"]: person for person in load("people.toml")["person"]}
ORGANISATIONS = {o["slug"]: o for o in load("organisations.toml")["organisation"]}
TAGS = load("tags.toml")


def lineage(slug):
    """The place itself and everything above it."""
    while slug:
        yield slug
        slug = PLACES[slug].get("parent")


def concerns(organisation, story):
    remit = set(organisation["remit"])
    return any(remit & set(lineage(service)) for service in story["services"])


# ---------------------------------------------------------------- region, directory, people, organisations, tags


def test_slugs_and_codes_are_unique():
    for name, key in (
        ("directory.toml", "place"),
        ("people.toml", "person"),
        ("organisations.toml", "organisation"),
    ):
        slugs = [row["slug"] for row in load(name)[key]]
        assert len(slugs) == len(set(slugs)), name
    codes = [place["code"] for place in PLACES.values()]
    assert len(codes) == len(set(codes))
    emails = [person["email"] for person in PEOPLE.values()]
    assert len(emails) == len(set(emails))


def test_crisis_lines_are_the_real_ones():
    assert [line["number"] for line in REGION["crisis_line"]] == ["999", "111", "116 123", "85258", "0800 1111"]


def test_places_stand_in_a_tree_and_are_made_up():
    seen = set()
    parent_levels = {"provider": {None}, "site": {"provider"}, "service": {"provider", "site"}}
    for slug, place in PLACES.items():
        parent = place.get("parent")
        assert parent is None or parent in seen, f"{slug}: its parent comes first"
        seen.add(slug)
        assert (PLACES[parent]["level"] if parent else None) in parent_levels[place["level"]], slug
        assert place["kind"] in KINDS_OF_PLACE, slug
        assert place["code"].startswith("DEMO-"), slug
        assert re.fullmatch(r"XN\d \d[ABD-HJLNP-UW-Z]{2}", place["postcode"]), slug
        assert PHONE_FOR_DRAMA.match(place["telephone"]), slug
        assert 54.9 <= place["lat"] <= 55.2, slug
        assert -2.0 <= place["lng"] <= -1.3, slug
        assert ("opened" in place) != ("opened_days_ago" in place), slug
        assert ("successor" in place) == ("closed_days_ago" in place), slug
        if "successor" in place:
            assert "closed_days_ago" not in PLACES[place["successor"]], slug
    assert len(PLACES) >= 45
    assert {place["kind"] for place in PLACES.values()} == KINDS_OF_PLACE


def test_people_are_made_up_and_each_has_something_to_do():
    employed = {m["person"] for o in ORGANISATIONS.values() for m in o["member"]}
    for slug, person in PEOPLE.items():
        assert person["email"].endswith(".example"), slug
        assert ("platform" in person) != (slug in employed), f"{slug} works for Heard or for an organisation"
        assert person.get("platform", "operator") in PLATFORM_ROLES, slug
        assert ("can" in person) == person.get("demo_sign_in", False), slug
    signing_in = [person for person in PEOPLE.values() if person.get("demo_sign_in")]
    assert 8 <= len(signing_in) <= 12
    assert {p.get("platform") for p in PEOPLE.values()} >= PLATFORM_ROLES


def test_organisations_have_remits_terms_and_members():
    memberships = Counter()
    for slug, organisation in ORGANISATIONS.items():
        assert organisation["kind"] in KINDS_OF_ORGANISATION, slug
        assert organisation["remit"], slug
        assert set(organisation["remit"]) <= set(PLACES), slug
        term = organisation["subscription"]
        assert term["level"] in {"free", "standard", "full"}, slug
        assert -term["starts_days_ago"] < term["ends_in_days"], slug
        members = [m["person"] for m in organisation["member"]]
        assert len(members) == len(set(members)), slug
        memberships.update(members)
        for member in organisation["member"]:
            assert member["person"] in PEOPLE, member
            assert member["roles"], member
            assert set(member["roles"]) <= MEMBER_ROLES, member
            assert member["alert"] in {"at-once", "none"}, member
            assert member.get("alert_from", 1) in range(1, 6), member
            assert "alert_from" not in member or member["alert"] == "at-once", member
        assert any("administrator" in m["roles"] for m in organisation["member"]), slug
    assert len(ORGANISATIONS) >= 12
    assert sum(memberships.values()) >= 40
    assert max(memberships.values()) >= 2, "somebody belongs to two organisations"
    assert sum(len(o["member"]) >= 5 for o in ORGANISATIONS.values()) >= 2
    assert sum(o["subscription"]["ends_in_days"] < 0 for o in ORGANISATIONS.values()) == 1
    assert sum(o["subscription"]["starts_days_ago"] < 0 for o in ORGANISATIONS.values()) == 1
    assert sum(m.get("frozen", False) for o in ORGANISATIONS.values() for m in o["member"]) == 1


def test_one_provider_is_told_by_its_contact_and_one_by_nobody():
    listened_to = {slug for o in ORGANISATIONS.values() if o["kind"] == "provider" for slug in o["remit"]}
    everyone = {slug for o in ORGANISATIONS.values() for slug in o["remit"]}
    contacts = [place for place in PLACES.values() if "registered_contact" in place]
    assert len(contacts) == 1
    assert contacts[0]["slug"] not in listened_to
    assert contacts[0]["registered_contact"].endswith(".example")
    assert [slug for slug in PLACES if not everyone & set(lineage(slug))] == ["gull-lane-pharmacy"]


def test_offered_tags_are_distinct_and_synonyms_lead_to_one():
    offered = set()
    for kind, least in (("good", 33), ("better", 38), ("feeling", 28)):
        assert len(TAGS[kind]) == len(set(TAGS[kind])) >= least, kind
        offered |= set(TAGS[kind])
    assert set(TAGS["synonyms"]) <= offered
    synonyms = [word for words in TAGS["synonyms"].values() for word in words]
    assert len(synonyms) == len(set(synonyms))
    assert not set(synonyms) & offered


# ---------------------------------------------------------------- stories


def load_stories():
    stories = []
    for file in sorted((CONTENT / "stories").glob("*.toml")):
        stories += load(f"stories/{file.name}")["story"]
    return stories


STORIES = load_stories()
PUBLISHED = [story for story in STORIES if story.get("state", "published") == "published"]
FIELDS = {
    "key",
    "state",
    "tour",
    "chosen_name",
    "role",
    "services",
    "unknown_service",
    "days_ago",
    "happened_months_before",
    "title",
    "words",
    "hope",
    "good",
    "better",
    "feelings",
    "is_question",
    "about_child",
    "criticality",
    "original",
    "original_title",
    "edits",
    "views",
    "happened_to_me_too",
    "withdrawn_days_after",
    "risks",
    "risk_note",
    "duplicate_of",
    "claimed_by",
    "asked_by",
    "asked_days_after",
    "question",
    "held_by",
    "held_days_after",
    "held_reason",
    "held_note",
    "declined_by",
    "declined_days_after",
    "decline_reason",
    "decline_message",
    "stopped_at",
    "answer",
    "reply",
    "update",
    "change",
}
PAGES_OF_TELLING = {"words", "services", "tags", "about-you", "check", "consent"}


def children(story, kind):
    return story.get(kind, [])


def words_public(story):
    """Everything of a published story that a reader sees and a moderator let through, as (where, text)."""
    yield "title", story["title"]
    yield "words", story["words"]
    if "hope" in story:
        yield "hope", story["hope"]
    for kind, field in (("reply", "words"), ("update", "words"), ("answer", "text"), ("change", "what")):
        for child in children(story, kind):
            if child.get("state", "published") == "published":
                yield kind, child[field]


def test_stories_have_known_fields_and_unique_keys():
    keys = [story["key"] for story in STORIES]
    assert len(keys) == len(set(keys))
    for story in STORIES:
        assert set(story) <= FIELDS, (story["key"], set(story) - FIELDS)
        assert story.get("state", "published") in STATES, story["key"]
        assert story["role"] in AUTHOR_ROLES, story["key"]
        assert story["words"].strip(), story["key"]
        assert 0 < story["days_ago"] <= 730, story["key"]
        assert set(story["services"]) <= set(PLACES), story["key"]
        assert len(story["services"]) == len(set(story["services"])) <= 4, story["key"]
        for tag in story.get("good", []) + story.get("better", []) + story.get("feelings", []):
            assert tag == tag.strip() != "", story["key"]
            assert len(tag) <= 40, story["key"]


def test_chosen_names_are_given_once_and_hide_the_author():
    named = [story["chosen_name"] for story in STORIES if "chosen_name" in story]
    assert len(named) == len(set(named))
    for name in (story["chosen_name"] for story in PUBLISHED):
        assert not re.search(r"(19|20)\d\d|@", name), name


def test_published_stories_are_complete():
    for story in PUBLISHED:
        assert story["chosen_name"], story["key"]
        assert story["title"], story["key"]
        assert len(story["services"]) >= 1, story["key"]
        assert 0 <= story["happened_months_before"] < 36, story["key"]
        assert story["criticality"] in range(6), story["key"]
        assert len(story["words"].split()) <= 1000, story["key"]
        assert story["views"] >= story.get("happened_to_me_too", 0), story["key"]


def test_services_were_open_when_the_care_was_given():
    for story in PUBLISHED:
        happened = story["days_ago"] + 30 * story["happened_months_before"]
        for slug in story["services"]:
            place = PLACES[slug]
            assert place.get("closed_days_ago", -1) < happened, story["key"]
            assert place.get("opened_days_ago", 100_000) > happened, story["key"]


def test_edits_come_with_the_authors_own_words_and_a_reason():
    edited = [story for story in PUBLISHED if "edits" in story]
    for story in STORIES:
        assert ("edits" in story) == ("original" in story or "original_title" in story), story["key"]
    for story in edited:
        assert story.get("original") != story["words"], story["key"]
        for edit in story["edits"]:
            assert set(edit) == {"reason", "note"}, story["key"]
            assert edit["reason"] in EDIT_REASONS, story["key"]
            assert edit["note"], story["key"]
    assert len(edited) >= 30
    assert {edit["reason"] for story in edited for edit in story["edits"]} == EDIT_REASONS


def test_answers_come_from_responders_who_could_answer_then():
    for story in PUBLISHED:
        for child in children(story, "answer") + children(story, "change"):
            organisation = ORGANISATIONS[child["organisation"]]
            where = (story["key"], child["organisation"], child["by"])
            member = next((m for m in organisation["member"] if m["person"] == child["by"]), None)
            assert member, where
            assert "responder" in member["roles"], where
            assert not member.get("frozen"), where
            assert concerns(organisation, story), where
            term, days_ago = organisation["subscription"], story["days_ago"] - child["days_after"]
            assert days_ago <= term["starts_days_ago"], where
            assert days_ago >= -term["ends_in_days"], where
            made_days_ago = story["days_ago"] - child.get("made_days_after", child["days_after"])
            assert made_days_ago >= -term["ends_in_days"], where
            assert child.get("state", "published") in {"published", "waiting"}, where
            assert child.get("helpful", "yes") in {"yes", "partly", "no"}, where
            assert child.get("helped", "yes") in {"yes", "no"}, where


def test_what_followed_a_story_came_after_it_and_before_today():
    for story in PUBLISHED:
        age = story["days_ago"]
        for kind in ("answer", "reply", "update", "change"):
            times = [child["days_after"] for child in children(story, kind)]
            assert times == sorted(times), (story["key"], kind)
            assert all(0 < time < age for time in times), (story["key"], kind)
        for change in children(story, "change"):
            assert change["due_days_after"] > change["days_after"], story["key"]
            if "made_days_after" in change:
                assert change["days_after"] <= change["made_days_after"] < age, story["key"]
                assert change["made_what"], story["key"]
            else:
                assert "helped" not in change, story["key"]
        if "reply" in story:
            assert min(r["days_after"] for r in story["reply"]) > min((a["days_after"] for a in story.get("answer", [])), default=0), (
                f"{story['key']}: a reply follows an answer"
            )


def test_nothing_public_could_find_a_person():
    for story in PUBLISHED:
        for where, text in words_public(story):
            found = (story["key"], where)
            assert not EMAIL.search(text), found
            assert not POSTCODE.search(text), found
            assert not EXACT_DATE.search(text), found
            for number in PHONE.findall(text):
                assert where == "answer", found
                assert PHONE_FOR_DRAMA.match(number) or number == "0800 1111", found


REAL_HELP = {"0800 1111"} | {way["contact"] for way in REGION["complaint_way"] if "contact" in way}
"""Numbers of real lines and of real ombudsmen: whoever rings them is helped, also from a demo."""


def test_no_real_place_or_organisation_is_named_anywhere():
    for file in [*CONTENT.glob("*.toml"), *CONTENT.glob("stories/*.toml")]:
        text = file.read_text(encoding="utf-8").replace("Europe/London", "")
        assert not (hit := REAL_PLACES.search(text)), (file.name, hit.group() if hit else "")
        for number in PHONE.findall(text):
            assert PHONE_FOR_DRAMA.match(number) or number in REAL_HELP, (file.name, number)
        for address in EMAIL.findall(text):
            assert address.endswith(".example"), (file.name, address)


def test_critical_stories_do_not_name_the_service_in_their_title():
    for story in PUBLISHED:
        if story["criticality"] >= 3:
            for slug in story["services"]:
                for place in lineage(slug):
                    name = PLACES[place]["name"].split(",")[0].split(" (")[0].lower()
                    assert name not in story["title"].lower(), story["key"]


def test_staff_surnames_stay_out_of_stories():
    surnames = {person["name"].split()[-1] for person in PEOPLE.values()} - {"Lark", "Holt", "Peel", "Vane", "Bell"}
    for story in PUBLISHED:
        for where, text in words_public(story):
            if where in {"title", "words", "hope", "reply", "update"}:
                assert not surnames & set(re.findall(r"\b[A-Z]\w+\b", text)), (story["key"], where)


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def test_no_two_texts_are_alike():
    texts = [(story["key"], shingles(story["words"])) for story in STORIES]
    texts += [
        (f"{story['key']} answer {n}", shingles(answer["text"]))
        for story in PUBLISHED
        for n, answer in enumerate(children(story, "answer"))
    ]
    for i, (key, one) in enumerate(texts):
        for other_key, other in texts[i + 1 :]:
            if len(one) > 8 and len(other) > 8:
                assert len(one & other) / min(len(one), len(other)) < 0.3, (key, other_key)
    titles = [story["title"] for story in STORIES if "title" in story]
    assert len(titles) == len(set(titles))


def test_unpublished_stories_say_why():
    keys = {story["key"] for story in STORIES}
    moderators = {slug for slug, p in PEOPLE.items() if p.get("platform", "operator") not in {"editor", "operator"}}
    for story in STORIES:
        state, key = story.get("state", "published"), story["key"]
        if state == "published":
            continue
        assert not {"criticality", "views", "answer", "change"} & set(story), key
        if state != "draft":
            assert set(story["risks"]) <= RISKS, key
            assert story["services"] or story["unknown_service"], key
        assert story.get("duplicate_of", key) in keys, key
        if state == "waiting":
            assert story["days_ago"] <= 2, f"{key}: a queue is read within two days"
            assert story.get("claimed_by", "imogen-tarrow") in moderators, key
        if state in {"asked", "held", "declined"}:
            assert story[f"{state}_by"] in moderators, key
            assert 0 < story[f"{state}_days_after"] < story["days_ago"], key
        if state == "asked":
            assert story["question"], key
        if state == "held":
            assert story["held_reason"] in {"legal", "safeguarding"}, key
            assert story["held_note"], key
        if state == "declined":
            assert story["decline_reason"] in DECLINE_REASONS, key
            assert len(story["decline_message"]) > 150, key
        if state == "draft":
            assert story["stopped_at"] in PAGES_OF_TELLING, key


def test_the_desk_sees_the_signs_of_crisis_and_harm_in_the_hard_cases():
    for story in STORIES:
        if {"crisis", "safeguarding"} & set(story.get("risks", ())):
            assert GRAVE & set(kinds_of(find_signs(story["words"]))), story["key"]


def test_there_is_as_much_as_was_promised():
    states = Counter(story.get("state", "published") for story in STORIES)
    assert states["published"] >= 150
    assert states["waiting"] >= 14
    assert (states["held"], states["asked"], states["declined"], states["draft"]) == (2, 2, 4, 6)
    queue_risks = {risk for story in STORIES if story.get("state") == "waiting" for risk in story["risks"]}
    assert queue_risks >= RISKS - {"legal"}

    answered = [s for s in PUBLISHED if any(a.get("state", "published") == "published" for a in children(s, "answer"))]
    assert 0.55 <= len(answered) / len(PUBLISHED) <= 0.75
    assert sum(len({a["organisation"] for a in children(s, "answer")}) > 1 for s in PUBLISHED) >= 10
    assert sum(a.get("helpful") == "no" for s in PUBLISHED for a in children(s, "answer")) >= 6

    changes = [(s["days_ago"], c) for s in PUBLISHED for c in children(s, "change") if c.get("state") != "waiting"]
    still_planned = [(age, c) for age, c in changes if "made_days_after" not in c]
    assert len(changes) >= 30
    assert len(changes) - len(still_planned) >= 14
    assert sum(c["due_days_after"] < age for age, c in still_planned) >= 4
    assert sum(c["due_days_after"] >= age for age, c in still_planned) >= 8
    for kind in ("answer", "change", "reply"):
        assert sum(c.get("state") == "waiting" for s in PUBLISHED for c in children(s, kind)) >= 3, kind

    recent = sum(s["days_ago"] <= 30 for s in PUBLISHED)
    assert 12 <= recent <= 25
    assert sum(s["days_ago"] > 365 for s in PUBLISHED) >= 30
    lengths = [len(story["words"].split()) for story in PUBLISHED]
    assert min(lengths) <= 10
    assert max(lengths) >= 500
    by_person = Counter(a["by"] for s in PUBLISHED for a in children(s, "answer") if a.get("state", "published") == "published")
    assert by_person["marjorie-eddle"] >= 10, "somebody who can sign in has answered enough to be fast-tracked"
    assert sum(s.get("is_question", False) for s in PUBLISHED) >= 10
    assert {story["role"] for story in PUBLISHED} == AUTHOR_ROLES
    assert {story["criticality"] for story in PUBLISHED} == set(range(6))
    assert sum("withdrawn_days_after" in story for story in STORIES) == 1


def test_one_story_is_the_tour_and_has_gone_all_the_way():
    (tour,) = [story for story in STORIES if story.get("tour")]
    assert tour["title"] == "If I step out for a smoke, do I lose my place?"
    assert tour["services"] == ["quayside-recovery"]
    assert tour["original"]
    assert tour["answer"]
    assert tour["reply"]
    assert any("made_days_after" in change for change in tour["change"])
    assert any("made_days_after" not in change for change in tour["change"])
    assert sum(bool(story.get("tour")) for story in STORIES) == 1
