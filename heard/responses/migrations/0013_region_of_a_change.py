import django.db.models.deletion
from django.db import migrations, models

# The release before writes changes too, and knows nothing of this column.
FILL = """
CREATE FUNCTION responses_change_has_a_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.region_id IS NULL THEN
    SELECT region_id INTO NEW.region_id FROM stories_story WHERE id = NEW.story_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_has_a_region BEFORE INSERT ON responses_change FOR EACH ROW EXECUTE FUNCTION responses_change_has_a_region();
"""
EMPTY = """
DROP TRIGGER change_has_a_region ON responses_change;
DROP FUNCTION responses_change_has_a_region();
"""


class Migration(migrations.Migration):
    """The region of a change's story stands beside the change: a first page counts those of its region, and had to look at the story of every
    change for that.
    """

    dependencies = [
        ("regions", "0011_more_time_zones"),
        ("responses", "0012_old_reasons_in_codes"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="region",
            field=models.ForeignKey(
                db_index=False,
                help_text="That of its story, which a story keeps",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.RunSQL(FILL, EMPTY),
    ]
