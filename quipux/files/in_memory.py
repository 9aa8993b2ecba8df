"""A posted file that never touches a disk: it lives as long as its request (documents §15, safety §2.8)."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class MemoryOnly(FileUploadHandler):
    """Takes files in memory; what goes beyond the limit is read to its end and dropped.

    Put it into ``request.upload_handlers`` before anything reads the POST.

    Attributes:
        too_large: whether a file was dropped because of its size.
    """

    def __init__(self, request, *, limit: int):
        """``limit``: bytes that all the files of one request may have together."""
        super().__init__(request)
        self.left, self.too_large, self.taken = limit, False, BytesIO()

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.taken = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.left -= len(raw_data)
        if self.left < 0:
            self.too_large, self.taken = True, BytesIO()
            raise SkipFile
        self.taken.write(raw_data)
        return None

    def file_complete(self, file_size):
        self.taken.seek(0)
        return InMemoryUploadedFile(self.taken, self.field_name, self.file_name, self.content_type, file_size,
                                    self.charset, self.content_type_extra)  # fmt: skip
