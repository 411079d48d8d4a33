from django.db import migrations

# All but what is known once its PDF was made.
VERSIONS_STAY = """
CREATE FUNCTION showcase_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was written stays as it is: make another version' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER showcase_version_stays BEFORE UPDATE ON showcase_casestudyversion
    FOR EACH ROW WHEN ((NEW.case_study_id, NEW.number, NEW.body, NEW.digest, NEW.made_by, NEW.made_at)
        IS DISTINCT FROM (OLD.case_study_id, OLD.number, OLD.body, OLD.digest, OLD.made_by, OLD.made_at))
    EXECUTE FUNCTION showcase_versions_stay();
"""
AND_BACK = """
DROP TRIGGER showcase_version_stays ON showcase_casestudyversion;
DROP FUNCTION showcase_versions_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("showcase", "0003_card_form_key")]

    operations = [migrations.RunSQL(VERSIONS_STAY, AND_BACK)]
