"""“My passkey” was kept where nobody had given a name; pages say that now, in the language of whoever reads them."""

from django.db import migrations, models


def forget_our_name(apps, schema_editor):
    for passkey in apps.get_model("mfa", "Authenticator").objects.filter(type="webauthn", data__name="My passkey"):
        passkey.data["name"] = ""
        passkey.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_one_form_of_addresses"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        migrations.AlterField("contactdetail", "kind", models.CharField(choices=[("email", "Email")], max_length=10)),
        migrations.RunPython(forget_our_name, migrations.RunPython.noop),
    ]
