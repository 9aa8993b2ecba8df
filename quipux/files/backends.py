"""Which of the two stores stands behind an alias of `STORAGES`."""

from django.core.files.storage import FileSystemStorage, storages


def backend(alias: str):
    """The `Disk` or `Objects` of the storage called ``alias``."""
    storage = storages[alias]
    if isinstance(storage, FileSystemStorage):
        from quipux.files.disk import Disk

        return Disk(storage)
    from quipux.files.objects import Objects  # the S3 client takes 0.3 s to import

    return Objects(storage)
