import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import heard.core.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0006_contact_confirmed"),
        ("core", "0002_extensions_and_unlogged"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticesSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=heard.core.clock.now)),
                ("until", models.DateTimeField(null=True)),
                ("since_known", models.BooleanField(db_default=True, default=True)),
                ("author", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notices_spans", to="accounts.author")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("until__isnull", False)), fields=["until"], name="notices_over")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("author", "="),
                            (
                                models.Func(
                                    "since",
                                    "until",
                                    function="tstzrange",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="notices_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="notices_end_after_they_began",
                    ),
                ],
            },
        ),
    ]
