"""From addresses to what Django and Celery understand."""

from pathlib import PurePosixPath

_SIGNED_SECONDS = 60


def broker(redis_url: str) -> str:
    """REDIS_URL as Celery writes it: a Unix socket has another scheme there, and its database another name."""
    if not redis_url.startswith("unix://"):
        return redis_url
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


def storage(place: dict, *, prefix: str) -> dict:
    """The entry of `STORAGES` for the bytes kept under `prefix`.

    `place` is what `parsers.storage_url` returned. An address given out by the S3 storage is
    signed and valid for 60 seconds (safety.md 2.7); credentials come from AWS_ACCESS_KEY_ID and
    AWS_SECRET_ACCESS_KEY, read by the S3 client itself.
    """
    if place["kind"] == "file":
        # No public address: nothing under static or media serves these bytes.
        location = str(PurePosixPath(place["path"]) / prefix)
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": location, "base_url": None},
        }
    options = {
        "bucket_name": place["bucket"],
        "location": prefix,
        "endpoint_url": place["endpoint"],
        "region_name": place["region"],
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": _SIGNED_SECONDS,
        "signature_version": "s3v4",
        "addressing_style": "path",
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
