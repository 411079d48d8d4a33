"""Whatever is closed here is opened by others who speak age, and the other way round."""

import io
import shutil
import subprocess
import sys

import pyrage
import pytest

from heard.core import age

LENGTHS = [0, 1, age.PIECE - 1, age.PIECE, age.PIECE + 1, 3 * age.PIECE]
WORK = 10
"""Rounds that a test can wait for."""


def closed_with(passphrase, plain):
    closed = io.BytesIO()
    age.close_with_passphrase(io.BytesIO(plain), closed, passphrase, work=WORK)
    return closed.getvalue()


def opened_with(passphrase, closed):
    plain = io.BytesIO()
    age.open_with_passphrase(io.BytesIO(closed), plain, passphrase)
    return plain.getvalue()


@pytest.mark.parametrize("length", LENGTHS)
def test_pyrage_opens_what_we_close_and_we_what_it_closes(length):
    plain = bytes(range(256)) * (length // 256 + 1)
    plain = plain[:length]
    assert pyrage.passphrase.decrypt(closed_with("three words", plain), "three words") == plain
    assert opened_with("three words", closed_with("three words", plain)) == plain


def test_what_pyrage_closes_with_a_passphrase_we_open():
    assert opened_with("drei Wörter", pyrage.passphrase.encrypt(b"a story", "drei Wörter")) == b"a story"


def test_another_passphrase_opens_nothing():
    with pytest.raises(age.CannotOpen, match="not the passphrase"):
        opened_with("other", closed_with("three words", b"a story"))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_changed_or_cut_off_is_never_taken_for_whole(length):
    closed = closed_with("three words", b"x" * length)
    for cut in (1, 16, age.PIECE + 16):
        if cut < len(closed):
            with pytest.raises(age.CannotOpen):
                opened_with("three words", closed[:-cut])
    for wrong in (closed + b"x", closed[:-1] + bytes([closed[-1] ^ 1]), closed.replace(b"\n--- ", b"\n--- A", 1), b"", b"plain"):
        with pytest.raises(age.CannotOpen):
            opened_with("three words", wrong)


def test_to_a_public_key_only_its_holder_opens():
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    closed, plain = io.BytesIO(), io.BytesIO()
    age.close_to(io.BytesIO(b"a story"), closed, [str(mine.to_public())])
    age.open_as(io.BytesIO(closed.getvalue()), plain, f"# made by age-keygen\n{mine}\n")
    assert plain.getvalue() == b"a story"
    with pytest.raises(age.CannotOpen, match="identity"):
        age.open_as(io.BytesIO(closed.getvalue()), io.BytesIO(), str(other))
    with pytest.raises(age.CannotOpen, match="complete age public key"):
        age.close_to(io.BytesIO(b"a story"), io.BytesIO(), ["age1nonsense"])


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not on this machine (Debian: apt-get install age)")
def test_the_age_program_opens_what_we_close(tmp_path):
    mine = pyrage.x25519.Identity.generate()
    (tmp_path / "me").write_text(f"{mine}\n")
    with (tmp_path / "closed").open("wb") as file:
        age.close_to(io.BytesIO(b"a story"), file, [str(mine.to_public())])
    done = subprocess.run(["age", "-d", "-i", "me", "closed"], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == b"a story"


@pytest.mark.parametrize("way", ["passphrase", "key"])
def test_a_big_file_passes_in_pieces(tmp_path, way):
    """The program's memory stays far below the size of what it closes."""
    mine = pyrage.x25519.Identity.generate()
    how = f"age.close_to(file, out, ['{mine.to_public()}'])" if way == "key" else "age.close_with_passphrase(file, out, 'x', work=10)"
    with (tmp_path / "big").open("wb") as file:
        file.truncate(200_000_000)
    script = (
        "import resource; from heard.core import age\n"
        f"with open({str(tmp_path / 'big')!r}, 'rb') as file, open('/dev/null', 'wb') as out:\n"
        "    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        f"    {how}\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20_000, "kB"
