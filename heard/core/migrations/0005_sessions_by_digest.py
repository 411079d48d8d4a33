from django.db import migrations

CONVERT = """
UPDATE django_session SET session_key = left(encode(sha256(convert_to(session_key, 'UTF8')), 'hex'), 40) WHERE length(session_key) = 32
"""
"""Sessions that stand go on under the digest of their cookie (see heard.core.sessions.kept_as). Run again it changes nothing."""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_urgency_and_due"), ("sessions", "0001_initial")]

    operations = [migrations.RunSQL(CONVERT, migrations.RunSQL.noop)]
