"""Few pages take files, and each a certain size of them: what is sent elsewhere all the same is not kept anywhere."""

from io import BytesIO

from django.core.files.uploadhandler import TemporaryFileUploadHandler


def test_large_file_is_read_and_dropped(rf):
    sent = rf.post("/look/", {"size": "large", "file": BytesIO(b"x" * 4_000_000)})
    assert sent.POST["size"] == "large"
    assert not sent.FILES
    assert not any(isinstance(each, TemporaryFileUploadHandler) for each in sent.upload_handlers)


def test_a_page_that_takes_a_file_has_it_in_memory(rf):
    sent = rf.post("/account/photo/", {"photo": BytesIO(b"x" * 4_000_000)})
    assert sent.FILES["photo"].size == 4_000_000
    assert not any(isinstance(each, TemporaryFileUploadHandler) for each in sent.upload_handlers)
