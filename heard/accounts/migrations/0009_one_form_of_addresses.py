"""Addresses of staff with a domain in other letters than ASCII stand in the one form in which they are looked for (ADR 32). Those of authors are
sealed, and are looked for in both forms.
"""

from django.db import migrations

from heard.core.texts.addresses import NotAnAddress, email_address


def in_one_form(apps, schema_editor):
    person = apps.get_model("accounts", "Person")
    for each in person.objects.filter(email__regex=r"[^\x01-\x7f]").order_by("pk"):
        try:
            address = email_address(each.email).lower()
        except NotAnAddress:
            continue  # our mail never reached it: an operator gives another one
        if not person.objects.filter(email__iexact=address).exists():
            person.objects.filter(pk=each.pk).update(email=address)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_notices_begin")]

    operations = [migrations.RunPython(in_one_form, migrations.RunPython.noop)]
