"""Who may publish, and who is told then."""

from collections.abc import Iterable
from dataclasses import dataclass

from heard.directory.queries import lines_of
from heard.moderation.models import Line
from heard.moderation.queries.looks import noticed_in, tags_to_look_at
from heard.moderation.queries.work import authors_words, service_names, work_on_public
from heard.moderation.rules.looking import not_looked_at
from heard.moderation.rules.publishing import line_to_publish, names_of_staff, word_count
from heard.moderation.rules.work import StoryWork, what_is_missing
from heard.organisations.queries import organisations_hearing
from heard.reach.queries import providers_without_a_listener, who_was_asked, who_was_told
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.models import Story
from heard.stories.rules.length import Length, length_of


def missing_in(story: Story, work: StoryWork) -> list[tuple[str, str]]:
    """Why `work` cannot be published: (field, sentence). The pages and the action ask here."""
    names = service_names(work.services)
    return [*what_is_missing(work, authors_words(story.pk), service_names=names), *not_looked_at(tags_to_look_at(story, work))]


def line_wanted(story: Story, work: StoryWork) -> int:
    """The line that the rules want for publishing `work` on this story. The page and the action ask here."""
    return line_to_publish(criticality=work.criticality, names_staff=bool(names_of_staff(noticed_in(story, work))))


def line_wanted_to_edit(story: Story, work: StoryWork) -> int:
    """The same for changing a story that is public: what it says already is published; only a name that is new wants the further line."""
    stands, now = (set(names_of_staff(noticed_in(story, each, name=work.chosen_name))) for each in (work_on_public(story), work))
    new = now - stands
    return line_to_publish(criticality=story.criticality, names_staff=True) if new else Line.FIRST


def length_of_work(story: Story, work: StoryWork) -> Length:
    return length_of(word_count(work), limit=setting(story.region_id, SettingKey.STORY_WORDS))


@dataclass(frozen=True)
class ToldNext:
    """Names of those who are told of a story when it is published: organisations that listen, and providers that do not."""

    organisations: tuple[str, ...]
    asked: tuple[str, ...]


def who_will_be_told(service_ids: Iterable[int]) -> ToldNext:
    ancestors = lines_of(service_ids)
    hearing = organisations_hearing(ancestors).order_by("name").values_list("name", flat=True)
    return ToldNext(tuple(hearing), tuple(each.name for each in providers_without_a_listener(ancestors)))


def who_will_be_told_too(story: Story, service_ids: Iterable[int]) -> ToldNext:
    """Those among `who_will_be_told` who were not told of the published story before."""
    told, asked = {each.organisation for each in who_was_told(story)}, {each.provider for each in who_was_asked(story)}
    concerned = who_will_be_told(service_ids)
    return ToldNext(
        tuple(name for name in concerned.organisations if name not in told), tuple(name for name in concerned.asked if name not in asked)
    )
