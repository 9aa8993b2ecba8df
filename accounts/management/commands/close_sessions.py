"""Ends every session of a person at once, from the console (safety §14, §15: the account of an AIQ stolen)."""

import getpass

from django.core.management.base import BaseCommand, CommandError

from accounts import assisting, sessions
from accounts.finding import people_of
from quipux.web.reporting import add_json, report


class Command(BaseCommand):
    help = "Cierra las sesiones abiertas de una persona y anula los enlaces que se le enviaron; queda en su Recorrido."

    def add_arguments(self, parser):
        parser.add_argument("person", metavar="CÉDULA", help="cédula o pasaporte de la persona")
        parser.add_argument(
            "--country", metavar="PAÍS", help="país del pasaporte (tres letras), si el número se repite"
        )
        parser.add_argument("--reason", required=True, metavar="MOTIVO", help="motivo que quedará en el Recorrido")
        parser.add_argument("--dry-run", action="store_true", help="solo decir cuántas sesiones cerraría")
        add_json(parser)

    def handle(self, *, person, country, reason, dry_run, json, **options):
        found = people_of(person, country)
        if len(found) != 1:
            raise CommandError("Nadie tiene ese número." if not found else "Varias personas tienen ese número: diga --country.",
                               returncode=2)  # fmt: skip
        [who] = found
        count = sessions.alive_of(who).count()
        if not dry_run:
            assisting.close_from_console(who, reason=reason, by=getpass.getuser())
        sentence = f"Sesiones abiertas: {count}. " + ("No se cambió nada." if dry_run else "Se cerraron.")
        report(self, facts={"person": str(who.uuid), "sessions": count, "dry_run": dry_run}, sentence=sentence, sound=True,
               as_json=json)  # fmt: skip
