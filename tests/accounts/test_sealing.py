import os
import stat
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from heard.accounts.actions import authors
from heard.accounts.gateways import KeyFolder, KeysMissing
from heard.accounts.models import ContactDetail
from heard.accounts.queries import mailbox_of
from heard.accounts.rules import sealing

PRIVATE = sealing.new_private_key()
PUBLIC = sealing.public_half(PRIVATE)


def opened(sealed, *, context="email of author:1", private=PRIVATE):
    return sealing.open_sealed(sealed, private_key=lambda generation: private, context=context)


@given(st.text(max_size=400, alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(plain):
    sealed = sealing.seal(plain, public_key=PUBLIC, generation=3, context="email of author:1")
    assert sealing.generation_of(sealed) == 3
    assert opened(sealed) == plain


@given(st.text(max_size=400, alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_locked_unlocks_again(plain):
    key = bytes(32)
    assert sealing.unlock(sealing.lock(plain, key=key, context="a"), key=key, context="a") == plain


def test_a_sealed_detail_cannot_be_moved_read_by_another_key_or_changed():
    sealed = sealing.seal("gull@mail.example", public_key=PUBLIC, generation=1, context="email of author:1")
    for wrong in (
        lambda: opened(sealed, context="email of author:2"),
        lambda: opened(sealed, private=sealing.new_private_key()),
        lambda: opened(sealed[:-1] + bytes([sealed[-1] ^ 1])),
        lambda: opened(b""),
        lambda: opened(b"\x09" + sealed[1:]),
        lambda: sealing.unlock(sealing.lock("x", key=bytes(32), context="a"), key=bytes(32), context="b"),
        lambda: sealing.unlock(b"short", key=bytes(32), context="b"),
    ):
        with pytest.raises(sealing.CannotOpen):
            wrong()


def test_the_same_detail_never_looks_the_same_and_its_length_tells_little():
    seals = [sealing.seal(text, public_key=PUBLIC, generation=1, context="c") for text in ("a@b.example", "a@b.example", "x" * 60)]
    assert len(set(seals)) == 3
    assert len({len(each) for each in seals}) == 1


def test_keys_are_made_once_and_readable_by_their_owner_alone(tmp_path):
    folder = KeyFolder(tmp_path / "a b" / "keys")
    assert folder.make_missing() == ["pepper", "site-salt", "show-key", "worker-1.pub"]
    before = {path.name: path.read_bytes() for path in folder.folder.iterdir()}
    assert folder.make_missing() == []
    assert {path.name: path.read_bytes() for path in folder.folder.iterdir()} == before
    assert stat.S_IMODE(folder.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.folder.iterdir()} == {0o600}


def test_processes_that_start_at_once_agree_on_the_keys(tmp_path):
    together, seen = Barrier(8), []

    def start():
        together.wait()
        folder = KeyFolder(tmp_path / "keys")
        folder.make_missing()
        number, public = folder.worker_public()
        seen.append((folder.pepper(), folder.site_salt(), folder.show_key(), public, sealing.public_half(folder.worker_private(number))))

    threads = [Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1
    assert seen[0][3] == seen[0][4]


def test_a_web_process_seals_with_the_public_half_alone(tmp_path):
    whole = KeyFolder(tmp_path / "keys")
    whole.make_missing()
    private = whole.worker_private(1)
    os.remove(whole.folder / "worker-1.key")
    generation, public = whole.worker_public()
    sealed = sealing.seal("gull@mail.example", public_key=public, generation=generation, context="c")
    with pytest.raises(KeysMissing):
        sealing.open_sealed(sealed, private_key=whole.worker_private, context="c")
    assert sealing.open_sealed(sealed, private_key=lambda _: private, context="c") == "gull@mail.example"


def test_a_missing_key_is_said_and_not_made_up(tmp_path):
    with pytest.raises(KeysMissing, match="make_keys"):
        KeyFolder(tmp_path).pepper()
    with pytest.raises(KeysMissing, match="make_keys"):
        KeyFolder(tmp_path).worker_public()


@pytest.mark.django_db
def test_rotation_seals_everything_again_and_can_delete_the_old_key(settings, tmp_path):
    settings.KEYS_HOME = tmp_path / "keys"
    call_command("make_keys", stdout=StringIO())
    author = authors.make_author()
    authors.give_contact(author, kind="email", value="gull@mail.example")
    before = bytes(ContactDetail.objects.get().sealed)
    call_command("rotate_keys", "--delete-old", stdout=StringIO())
    after = bytes(ContactDetail.objects.get().sealed)
    assert (sealing.generation_of(before), sealing.generation_of(after)) == (1, 2)
    assert sorted(path.name for path in settings.KEYS_HOME.iterdir()) == ["pepper", "show-key", "site-salt", "worker-2.key", "worker-2.pub"]
    assert mailbox_of(author.pk, only_if_wanted=True).address == "gull@mail.example"
    said = StringIO()
    call_command("rotate_keys", "--reseal-only", stdout=said)
    assert "Contact details sealed to it: 0" in said.getvalue()


@pytest.mark.django_db
def test_lost_keys_are_not_replaced_while_authors_hold_story_keys(settings, tmp_path):
    authors.give_key(authors.make_author())
    settings.KEYS_HOME = tmp_path / "keys"
    with pytest.raises(CommandError, match="backup"):
        call_command("make_keys", stdout=StringIO())
    assert not settings.KEYS_HOME.exists()
    call_command("make_keys", "--lock-everybody-out", stdout=StringIO())
    assert settings.KEYS_HOME.exists()
