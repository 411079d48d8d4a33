import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import heard.core.clock
from django.db import migrations, models

# Whatever writes a story, this release or the one before: what is public and new or changed waits to be indexed, and what is public no longer
# is found no longer, in the same transaction. On a conflict the row is written again, so that a change waits for an indexing that has read
# the story as it was before, and comes after it.
WATCH = """
CREATE FUNCTION stories_to_be_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.state, NEW.title, NEW.text, NEW.hope, NEW.ancestors)
     IS NOT DISTINCT FROM (OLD.state, OLD.title, OLD.text, OLD.hope, OLD.ancestors) THEN
    RETURN NULL;
  END IF;
  IF NEW.state = 'published' OR (TG_OP = 'UPDATE' AND OLD.state = 'published') THEN
    INSERT INTO stories_storytoindex (story_id, since) VALUES (NEW.id, now())
    ON CONFLICT (story_id) DO UPDATE SET since = EXCLUDED.since;
  END IF;
  IF NEW.state <> 'published' THEN
    DELETE FROM stories_storywords WHERE story_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER story_to_be_found AFTER INSERT OR UPDATE ON stories_story FOR EACH ROW EXECUTE FUNCTION stories_to_be_found();
INSERT INTO stories_storytoindex (story_id) SELECT id FROM stories_story WHERE state = 'published';
"""
UNWATCH = """
DROP TRIGGER story_to_be_found ON stories_story;
DROP FUNCTION stories_to_be_found();
"""


class Migration(migrations.Migration):
    """Stories are found by words that we read ourselves. Those that are public wait for the worker, which indexes them in batches; the code of
    the release before goes on searching its own column, which stays until the next release and then goes (ADR 35).
    """

    dependencies = [("stories", "0016_erased")]

    operations = [
        migrations.CreateModel(
            name="KnownWord",
            fields=[("word", models.CharField(max_length=40, primary_key=True, serialize=False))],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["word"], name="known_word_nearly", opclasses=["gin_trgm_ops"]
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="StoryToIndex",
            fields=[
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="stories.story"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, default=heard.core.clock.now),
                ),
            ],
            options={"verbose_name_plural": "stories to index"},
        ),
        migrations.CreateModel(
            name="StoryWords",
            fields=[
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="stories.story"
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name_plural": "words of stories",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="story_words")],
            },
        ),
        migrations.RunSQL(WATCH, UNWATCH),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex(model_name="story", name="story_search"),
                migrations.RemoveField(model_name="story", name="search"),
            ]
        ),
    ]
