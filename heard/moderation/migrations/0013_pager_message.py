"""What a paging service is sent has another name in the code. Its table keeps its own: the Heard of before may still be writing to it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0012_one_case_per_thing")]

    operations = [
        migrations.AlterModelTable("page", "moderation_page"),
        migrations.RenameModel("Page", "PagerMessage"),
    ]
