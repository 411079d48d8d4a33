"""Nothing takes files: one that is sent all the same is not kept anywhere."""

from io import BytesIO

from django.core.files.uploadhandler import TemporaryFileUploadHandler


def test_large_file_is_read_and_dropped(rf):
    sent = rf.post("/look/", {"size": "large", "file": BytesIO(b"x" * 4_000_000)})
    assert sent.POST["size"] == "large"
    assert not sent.FILES
    assert not any(isinstance(each, TemporaryFileUploadHandler) for each in sent.upload_handlers)
