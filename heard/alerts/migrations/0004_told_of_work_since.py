from django.db import migrations


class Migration(migrations.Migration):
    """Nobody is mailed about answers and replies of before: from now on their responders are told, and the sweep looks no further back.

    A site without answers has nothing of before; it begins at once.
    """

    dependencies = [
        ("alerts", "0003_spans_begin"),
        ("core", "0005_sessions_by_digest"),
        ("responses", "0007_rated_when"),
    ]

    operations = [
        migrations.RunSQL(
            """INSERT INTO core_event (name, payload, actor_ref, at)
               SELECT 'alerts.told_of_work_since', '{}'::jsonb, 'system:upgrade', now() WHERE EXISTS (SELECT FROM responses_answer)""",
            migrations.RunSQL.noop,
        )
    ]
