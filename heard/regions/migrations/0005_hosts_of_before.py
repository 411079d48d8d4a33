from django.db import migrations


class Migration(migrations.Migration):
    """Each region's host gets a row of its own. What is no host as browsers send it stays in its column alone, and can be found there."""

    dependencies = [
        ('regions', '0004_addresses_and_languages'),
    ]

    operations = [
        migrations.RunSQL(
            """INSERT INTO regions_regionaddress (region_id, host, is_main)
               SELECT id, lower(host), true FROM regions_region WHERE lower(host) ~ '^[a-z0-9][a-z0-9.-]*$' ORDER BY id
               ON CONFLICT DO NOTHING""",
            migrations.RunSQL.noop,
        ),
    ]
