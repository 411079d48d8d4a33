import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from rapidfuzz.distance import DamerauLevenshtein

from heard.accounts.models import Author
from heard.core import clock
from heard.core.events import announced
from heard.core.keyset import LARGEST
from heard.core.prepared import fetch
from heard.core.reckoning import Missing, Window
from heard.directory.events import ServiceMoved
from heard.directory.models import Service
from heard.directory.queries import STEPS, names_of_places
from heard.directory.rules.names import slips
from heard.regions.queries import setting, words_of_levels
from heard.regions.rules import SettingKey
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import (
    AboutAuthor,
    AboutFields,
    CorrectedWords,
    CountedGroups,
    JoinedStory,
    KnownWord,
    Original,
    State,
    Story,
    StoryMove,
    StoryQuerySet,
    StoryTag,
    StoryToIndex,
    Version,
)
from heard.stories.rules.groups import shown_groups
from heard.stories.rules.levels import Criterion, criteria_of
from heard.stories.rules.own_words import OwnWords
from heard.stories.rules.reading import Reading
from heard.stories.rules.searching import known_words, plain, query_of
from heard.stories.rules.signs import SignFound, calls_for_help, find_signs, in_order
from heard.stories.rules.texts import texts_of_slugs


def when_someone_reads(region_id: int) -> Reading:
    """When somebody reads what is sent now. The desk, which stands above this slice, knows."""
    asked: Callable[[int], Reading] = import_string(settings.WHEN_SOMEONE_READS)
    return asked(region_id)


def criteria_in(region_id: int) -> tuple[Criterion, ...]:
    """What each level of criticality means in this region, whichever site its reader looks from. One statement."""
    return criteria_of(*words_of_levels(region_id))


def published_stories() -> StoryQuerySet:
    """The one door to published stories: visible is in the list of visible. Statements read the same from the view `public_story`."""
    return Story.objects.published()


def story_if_public(story_id: int, *, locked: bool = False) -> Story | None:
    """The story, unless it is not public (any more). For whoever was told of it by a fact: one that is not there at all is another thing
    than one that was taken back, and is no reason to think that nothing is left to do.

    Raises:
        Story.DoesNotExist: there is no such story.
    """
    door = published_stories().select_for_update(no_key=True) if locked else published_stories()
    story = door.filter(pk=story_id).first()
    if story is None:
        Story.objects.only("pk").get(pk=story_id)
    return story


def public_among(story_ids: Iterable[int]) -> set[int]:
    """Which of these stories are public."""
    return set(published_stories().filter(pk__in=set(story_ids)).values_list("pk", flat=True))


WAS_TAKEN_BACK = "SELECT FROM stories_story WHERE id = %s::bigint AND state = 'withdrawn' AND told_at IS NOT NULL"


def was_taken_back(story_id: int) -> bool:
    """Whether the story was public once and its author took it back."""
    return story_id <= LARGEST and bool(fetch(WAS_TAKEN_BACK, [story_id]))


def story_of(author: Author) -> Story | None:
    """The story that this author sent, in whatever state it is."""
    return Story.objects.filter(author=author).select_related("original", "region").first()


def speaks_of_danger(story: Story) -> bool:
    """Whether somebody may be in danger by the words of a story as its author sent it last."""
    own = story.own
    parts = (own.title, own.words, own.hope, own.chosen_name, story.unknown_service)
    tags = StoryTag.objects.filter(story=story).values_list("tag__name", flat=True)
    return calls_for_help("\n\n".join((*parts, *tags)))


def public_text(story_id: int) -> int:
    """The number of the last text of the story that was made public (`Version.number`); 0 when none was."""
    return Version.objects.filter(story_id=story_id).order_by("-number").values_list("number", flat=True).first() or 0


def as_one_text(own: "Original | CorrectedWords | EarlierWords") -> str:
    """Title, words and hope, as they are looked through."""
    return "\n\n".join(part for part in (own.title, own.words, own.hope) if part)


@dataclass(frozen=True)
class Beside:
    """Something that the author wrote and that is not among the words which are read now: `where` it stands, in words. `signs` are found
    in `text`.
    """

    where: str
    text: str
    signs: list[SignFound]


def beside_the_words(story: Story) -> list[Beside]:
    """What came with the words of a story and is no sentence of it: the chosen name, a place that was not found, tags. The page of help
    looks at them (`speaks_of_danger`), so the desk does.
    """
    name = story.own.chosen_name
    tags = [(_("in a tag"), each.text) for each in texts_of_slugs(story.tag_slugs)]
    texts = [(_("in the chosen name"), name), (_("in what they wrote about the place"), story.unknown_service), *tags]
    return [Beside(where, text, signs) for where, text in texts if (signs := find_signs(text))]


def kinds_in(found: Iterable[Beside]) -> list[str]:
    return in_order(sign.sign for each in found for sign in each.signs)


def openly_known(story: Story) -> list[str]:
    """Names that are no secret beside this story: its services, their towns, and the name the author chose."""
    places = Service.objects.filter(pk__in=story.ancestors).values_list("name", "town")
    return [story.chosen_name, *(each for pair in places for each in pair if each)]


AUTHOR_SPOKE = (StoryMoves.REPLY, StoryMoves.CORRECT, StoryMoves.CORRECT_HELD)
"""Moves by which an author tells moderators something about a story that waits."""


def own_words(story: Story) -> OwnWords:
    """The author's own words as they stand now."""
    own = story.own
    return OwnWords(own.title, own.words, own.hope, own.chosen_name)


@dataclass(frozen=True)
class EarlierWords:
    """What the author had sent before they corrected it."""

    number: int
    title: str
    words: str
    hope: str
    chosen_name: str
    replaced_at: datetime


def earlier_words(story_id: int) -> list[EarlierWords]:
    """All that the author had sent before what stands now, oldest first."""
    corrections = list(CorrectedWords.objects.filter(story_id=story_id).order_by("number"))
    if not corrections:
        return []
    sent: list[Original | CorrectedWords] = [Original.objects.get(story_id=story_id), *corrections]
    return [
        EarlierWords(number, each.title, each.words, each.hope, each.chosen_name, corrections[number - 1].sent_at)
        for number, each in enumerate(sent[:-1], 1)
    ]


def words_number(story_id: int) -> int:
    """The number of the author's own words as they stand now: 1 until they correct them."""
    return 1 + CorrectedWords.objects.filter(story_id=story_id).count()


def appeals_left(story: Story) -> int:
    """How often the author may still ask us to look again at a decline (⚙ `appeals` less those that were made)."""
    return max(0, setting(story.region_id, SettingKey.APPEALS) - story.moves.filter(name=StoryMoves.RECONSIDER).count())


def taken_back_long_ago() -> list[int]:
    """Ids of stories that were taken back ⚙ `taken_back_kept` days ago, and whose words are still here."""
    found: list[int] = []
    waiting = Story.objects.filter(state=State.WITHDRAWN, erased_at=None)
    for region_id in waiting.values_list("region_id", flat=True).distinct():
        since = clock.now() - timedelta(days=setting(region_id, SettingKey.TAKEN_BACK_KEPT))
        gone = StoryMove.objects.filter(name=StoryMoves.WITHDRAW, at__lt=since, story__in=waiting.filter(region_id=region_id))
        found += gone.values_list("story_id", flat=True)
    return found


LEFT_BEHIND = f"""
SELECT DISTINCT ON (made.at, made.id) made.at, story.id, made.id
  FROM ({STEPS}) made
  JOIN public_service place ON place.id = made.service_id
  JOIN stories_story story ON story.ancestors @> ARRAY[made.service_id]
 WHERE made.at >= %(since)s AND made.at < %(before)s
   AND (made.step = 'joined' AND place.register = 'joined' AND made.service_id = ANY (story.service_ids)
        OR made.step = 'accepted' AND (NOT story.ancestors @> place.ancestors
            OR EXISTS (SELECT 1 FROM stories_storybranch branch
                        WHERE branch.story_id = story.id AND branch.service_id = made.service_id AND branch.news_at < made.at)))
 ORDER BY made.at, made.id, story.id
"""  # noqa: S608 - of constants


def left_behind_by_a_place(window: Window) -> list[Missing]:
    """Steps of places (`of`) that some story about them did not follow: to another place, or back."""
    undone = JoinedStory.objects.filter(back_at=None, placing__undone_by__at__gte=window.since, placing__undone_by__at__lt=window.before)
    step = ("placing__undone_by__at", "placing__undone_by")
    not_back = undone.order_by(*step).values_list(*step).annotate(Min("story"))
    with connection.cursor() as cursor:
        cursor.execute(LEFT_BEHIND, vars(window))
        return [Missing(*row) for row in cursor.fetchall()] + [Missing(at, story_id, placing_id) for at, placing_id, story_id in not_back]


def taken_back(window: Window) -> QuerySet[StoryMove]:
    """The moves by which, in this time, authors took their stories back."""
    return StoryMove.objects.filter(name=StoryMoves.WITHDRAW, at__gte=window.since, at__lt=window.before, story__state=State.WITHDRAWN)


def about_author(story: Story) -> AboutAuthor | None:
    """What the author said about themselves; for the author alone."""
    return AboutAuthor.objects.filter(story=story).first()


@dataclass(frozen=True)
class Groups:
    """Of one question to authors: (answer, rounded number of stories) of the groups that may be shown, and of all others together."""

    field: str
    shown: list[tuple[str, int]]
    others: int


def author_groups(region_id: int) -> list[Groups]:
    """Who told the stories of a region, as far as they said, in groups too large to point at anybody: as `actions.groups` counted it."""
    counted = CountedGroups.objects.filter(region_id=region_id).first()
    groups = counted.groups if counted else {}
    found = []
    for name, choices in AboutFields.ABOUT.items():
        shown, others = groups.get(name, ({}, 0))
        words = [*choices.choices, ("", _("Did not say"))]
        found.append(Groups(name, [(str(label), shown[value]) for value, label in words if value in shown], others))
    return found


def groups_of(region_id: int, *, told_before: date) -> dict[str, tuple[dict[str, int], int]]:
    """Of each question to authors, the groups that may be shown and all others together. Counts what was published before that day."""
    stories = published_stories().filter(region_id=region_id, published_on__lt=told_before)
    total = stories.count()
    said = list(AboutAuthor.objects.filter(story__in=stories).values_list(*AboutFields.ABOUT))
    found = {}
    for position, name in enumerate(AboutFields.ABOUT):
        counts = Counter(row[position] for row in said)
        counts[""] += total - len(said)
        found[name] = shown_groups(counts)
    return found


def came_and_went(counted: CountedGroups, *, told_before: date) -> tuple[int, int]:
    """How many stories would be counted now that were not then, and how many were then and have been taken back since."""
    of_region = Story.objects.filter(region_id=counted.region_id)
    came = of_region.published().filter(published_on__gte=counted.told_before, published_on__lt=told_before).count()
    went = StoryMove.objects.filter(name=StoryMoves.WITHDRAW, at__gt=counted.counted_at, story__in=of_region)
    return came, went.filter(story__published_on__lt=counted.told_before).count()


# ---------------------------------------------------------------- words by which stories are found

NEARLY = 0.6
"""And by how many letters one has to change."""
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{4,40}(?!\w)")
_ALIKE = """
    (SELECT word FROM stories_knownword WHERE word %% %s::text AND abs(length(word) - length(%s::text)) < 4
      ORDER BY similarity(word, %s::text) DESC, word LIMIT 20)
     UNION (SELECT word FROM stories_knownword WHERE word = ANY(%s::text[]))"""
"""Two letters the other way round leave a short word hardly a group of three: those are looked for as they are."""
MOST_GUESSED = 6
"""How many words of one question are guessed at."""


def to_index() -> tuple[int, datetime | None]:
    """How many stories wait to be indexed, and since when the first does."""
    waiting = StoryToIndex.objects.aggregate(count=Count("pk"), since=Min("since"))
    return waiting["count"], waiting["since"]


def is_in_a_story(word: str) -> bool:
    """Whether a public story is found by this word."""
    asked = query_of(word)
    return bool(asked) and bool(
        fetch("SELECT EXISTS (SELECT FROM stories_storywords WHERE words @@ to_tsquery('heard_english', %s::text))", [asked.tsquery])[0][0]
    )


def known_words_after(word: str, *, most: int) -> list[str]:
    """The next of all known words, in their order."""
    return list(KnownWord.objects.filter(pk__gt=word).order_by("pk").values_list("pk", flat=True)[:most])


def in_no_story(words: Iterable[str]) -> list[str]:
    """Those of these words by which no public story is found, in one statement."""
    asked = {word: query_of(word).tsquery for word in words}
    found = fetch(
        """SELECT asked.word FROM unnest(%s::text[], %s::text[]) AS asked (word, query)
            WHERE asked.query = '' OR NOT EXISTS
                  (SELECT FROM stories_storywords WHERE words @@ to_tsquery('heard_english', asked.query))""",
        [list(asked), list(asked.values())],
        prepare=False,
    )
    return [word for (word,) in found]


def _stands_in_public(word: str) -> bool:
    """Whether a public story, or the name of its place, has this word as it is written here: what is found by it may have it in another
    form, and of what is not public, no form is ever shown."""
    found = fetch(
        """SELECT s.title, s.text, s.hope, s.ancestors FROM stories_storywords w JOIN stories_story s ON s.id = w.story_id
            WHERE w.words @@ to_tsquery('heard_english', %s::text) AND s.state = 'published' LIMIT 20""",
        [query_of(word).tsquery],
        prepare=False,
    )
    if any(word in known_words(" ".join(texts)) for *texts, _ in found):
        return True
    names = names_of_places({above for *_, ancestors in found for above in ancestors})
    return any(word in known_words(name) for each in names.values() for name in each)


def words_meant(words: str) -> str:
    """The same search with each word that no story has replaced by the likest one that some have; empty if nothing is like it.

    Words of three letters or fewer stay, and so does what is kept out by a minus.
    """
    asked = list(dict.fromkeys(found.group() for found in _WORD.finditer(plain(words))))
    missing = [word for word in asked if query_of(word) and not is_in_a_story(word)][:MOST_GUESSED]
    alike = {word: best for word in missing if (best := _likest(word.casefold()))}
    meant = _WORD.sub(lambda found: alike.get(found[0], found[0]), plain(words))
    return meant if alike else ""


def _likest(word: str) -> str:
    near = [known for (known,) in fetch(_ALIKE, [word, word, word, slips(word)], prepare=False)]
    ranked = sorted((-DamerauLevenshtein.normalized_similarity(word, known), known) for known in near)
    return next((known for unlike, known in ranked if -unlike >= NEARLY and _stands_in_public(known)), "")


# ---------------------------------------------------------------- a rush of stories from one place


def left_behind(window: Window) -> list[Missing]:
    """Services that moved, and stories about them that do not say where to. `of` is the service, the story one of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT min(moved.at), min(story.id), service.id, ''
                 FROM ({announced(ServiceMoved.name)}) moved
                 JOIN public_service service ON service.id = (moved.payload ->> 'service_id')::bigint
                 JOIN stories_story story ON story.ancestors @> ARRAY[service.id]::bigint[] AND NOT story.ancestors @> service.ancestors
                WHERE moved.at >= %(since)s AND moved.at < %(before)s
                GROUP BY service.id""",  # noqa: S608 - of constants
            vars(window),
        )
        return [Missing(*row) for row in cursor.fetchall()]


# ---------------------------------------------------------------- for statements of other slices (ADR 42)

NEWS = """
SELECT branch.story_id, branch.service_id, branch.news_at AS at
  FROM stories_storybranch branch JOIN public_story story ON story.id = branch.story_id
 WHERE branch.news_at IS NOT NULL"""
"""SQL: since when each public story is news about which branch of the directory."""
CRITICALITY = "SELECT id AS story_id, coalesce(criticality, 0) AS criticality FROM stories_story WHERE state = 'published'"
"""SQL: how critical each public story is; 0 where nobody said."""
STANDING = "SELECT id, author_id FROM stories_story WHERE state <> 'withdrawn'"
"""SQL: the stories that their authors have not taken back."""
SIGNED = "SELECT id, state, chosen_name, role FROM stories_story"
"""SQL: as what the author of each story speaks, whatever became of it."""
MOVES = "SELECT id, story_id, name, at FROM stories_storymove"
"""SQL: which moves each story made, and when."""
