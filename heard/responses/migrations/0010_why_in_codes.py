"""Why a moderator reads an answer is kept as codes with numbers and words, and worded when it is shown."""

from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    dependencies = [("responses", "0009_public_views")]

    operations = [
        migrations.AddField(
            "answermove",
            "why",
            models.JSONField(
                default=list,
                db_default=Value([], output_field=models.JSONField()),
                help_text="Why a moderator reads it: the conditions of fast-track that do not hold, with their numbers and words",
            ),
        ),
    ]
