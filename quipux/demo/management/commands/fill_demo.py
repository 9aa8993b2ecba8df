"""Fills an empty database with the demo office, by the product's own services."""

import os

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from institutions import services as institutions
from quipux import clock
from quipux.demo import desk, letters, logins, paper, people, places, requests, story, window

FEWEST = 60  # documents: fewer would leave somebody under the minimum of a backup


class Command(BaseCommand):
    help = "Llena una base vacía con la oficina de demostración: personas, documentos y respaldos."

    def add_arguments(self, parser):
        parser.add_argument("--documents", type=int, default=300, help="documentos de Ana (300)")

    def handle(self, *, documents, **options):
        if documents < FEWEST:
            raise CommandError(f"Pida al menos {FEWEST} documentos, por ejemplo: fill_demo --documents 300")
        if User.objects.exists():
            raise CommandError("La base ya tiene personas. Use «python3 manage.py demo --reset» para empezar de nuevo.")
        os.environ.setdefault("QUIPUX_PDF_CHILDREN", str(os.cpu_count() or 1))
        cast = people.create(make_password(logins.PASSWORD))
        places.fill()
        letters.write_all(story.letters(cast, documents=documents))
        desk.arrange(cast)
        window.arrange(cast)
        paper.arrange(cast)
        institutions.deactivate(cast.luis.appointment, last_day=clock.today(), actor=cast.diego)
        requests.create(cast)
