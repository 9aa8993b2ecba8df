"""`manage.py prepare_storage`: makes the folder or the bucket of STORAGE_URL, once."""

from pathlib import Path

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Crea la carpeta o el depósito de STORAGE_URL si todavía no existe."

    def handle(self, *args, **options):
        place = settings.CONFIGURATION["STORAGE_URL"]
        if place["kind"] == "file":
            Path(place["path"]).mkdir(mode=0o750, parents=True, exist_ok=True)
        else:
            _make_bucket(storages["default"].connection.meta.client, place["bucket"])
        self.stdout.write("Almacenamiento listo")


def _make_bucket(client, bucket: str) -> None:
    try:
        client.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        client.create_bucket(Bucket=bucket)
