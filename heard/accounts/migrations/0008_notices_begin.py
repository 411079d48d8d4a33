"""Authors who want notices: since they gave the address that stands. What they wanted before that was not kept."""

from django.db import migrations

BEGIN = """
INSERT INTO accounts_noticesspan (author_id, since, until, since_known)
SELECT author_id, least(given_at, now()), NULL, false FROM accounts_contactdetail WHERE kind = 'email' AND wants_notices;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_notices_spans")]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
