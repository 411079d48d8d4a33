import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    """A generated column cannot change what it is made of: it is made anew, in one transaction."""

    dependencies = [
        ("core", "0003_search_without_accents"),
        ("stories", "0003_what_authors_say_of_themselves"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="story", name="story_search"),
        migrations.RemoveField(model_name="story", name="search"),
        migrations.AddField(
            model_name="story",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("title"),
                    models.F("text"),
                    template="setweight(to_tsvector('heard_english', title), 'A') || setweight(to_tsvector('heard_english', text), 'B')",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="story", index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="story_search")
        ),
    ]
