"""Telephone numbers of authors were asked for and used by nothing: they go. The kind stays one of the column's words for the old code,
which goes on finding none; what it may still write while this is installed goes with the hourly sweep (`forget_unasked_contacts`).
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_closed_spans_begin")]

    operations = [
        migrations.RunSQL("DELETE FROM accounts_contactdetail WHERE kind <> 'email'", migrations.RunSQL.noop),
        migrations.AlterField("contactdetail", "kind", models.CharField(choices=[("email", "E-mail")], max_length=10)),
    ]
