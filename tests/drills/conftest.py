"""A place for copies of the system, and a private S3 for those of another site."""

from tests.files.conftest import bucket, s3_account, s3_client, s3_endpoint  # noqa: F401 (fixtures)
from tests.safekeeping.conftest import vault  # noqa: F401 (a fixture)
