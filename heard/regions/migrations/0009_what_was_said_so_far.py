from django.db import migrations

WORDS = {
    "decline-staff-about-colleagues": (
        "Thank you for writing to us. It takes courage to speak up about the place where you work. Heard is for people’s "
        "own care, and what you wrote is about colleagues, so we can’t publish it here.\n\n"
        "You can speak in confidence to your Freedom to Speak Up Guardian, your union or the charity Protect. Protect "
        "gives advice to people who raise concerns at work."
    ),
    "ask-safe": (
        "Thank you for telling us this. We are worried about you. We cannot reach you in an emergency. If you are in "
        "danger, call 999. You can talk to Samaritans day or night on 116 123. Is there someone with you?"
    ),
    "ask-care-now": (
        "Thank you for telling us this. We are not a health service: we cannot ring you, and we cannot pass your words "
        "on to the people who treat you. Please ring them, or call 111 day or night. If it is bad, or gets worse, call "
        "999. Once you have help, may we publish your story?"
    ),
}
"""What every region was offered until now, and what is true in Britain only."""


def keep(apps, schema_editor):
    Region, OwnWords = apps.get_model("regions", "Region"), apps.get_model("regions", "OwnWords")
    for region in Region.objects.filter(is_default=True, time_zone="Europe/London"):
        OwnWords.objects.bulk_create(
            (OwnWords(region=region, language="en-gb", name=name, words=words) for name, words in WORDS.items()), ignore_conflicts=True
        )
    for region in Region.objects.exclude(complaint_words=""):
        OwnWords.objects.bulk_create(
            [OwnWords(region=region, language=region.words_language, name="complaining", words=region.complaint_words)], ignore_conflicts=True
        )


class Migration(migrations.Migration):

    dependencies = [
        ("regions", "0008_own_words"),
    ]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
