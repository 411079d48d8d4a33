from django.db import migrations, models


class Migration(migrations.Migration):
    """A message that the server of its address refused for good is no longer one that was given up. The program of before writes `failed`."""

    dependencies = [("core", "0006_what_was_reckoned")]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting to be sent"),
                    ("sending", "Being handed to the mail server"),
                    ("sent", "Handed to the mail server"),
                    ("dropped", "Not sent: no address, or the recipient stopped these"),
                    ("failed", "Given up after repeated failures"),
                    ("refused", "Refused for good by the mail server of the address"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="delivery", name="delivery_finished_has_a_time"),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                name="delivery_finished_has_a_time",
                condition=models.Q(("state__in", ["sent", "dropped", "failed", "refused"]), _negated=True)
                | models.Q(("finished_at__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("state", "refused")), fields=["recipient"], name="delivery_refused"),
        ),
    ]
