"""What the commands of periodic jobs share: ``--dry-run``, ``--json`` and how they tell what they did (safety §14)."""

from collections.abc import Callable

from django.core.management.base import BaseCommand

from quipux.runs import services
from quipux.web.reporting import add_json, report


class JobCommand(BaseCommand):
    """One job, by hand, exactly as the clock does it."""

    job: str
    sentence: str  # with the counts by name, for example «Reservas vencidas: {count}.»

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="solo decir qué haría")
        add_json(parser)

    def work(self, **options) -> Callable:
        """What the job does."""
        raise NotImplementedError

    def rehearsal(self, **options) -> Callable | None:
        """What it does in a dry run; by default everything, taken back."""
        return None

    def handle(self, *, dry_run, json, **options):
        result = services.run(self.job, self.work(**options), dry_run=dry_run, rehearse=self.rehearsal(**options))
        counts = services.counts_of(result)
        sentence = self.sentence.format(**counts) + (" No se cambió nada." if dry_run else "")
        report(self, facts={"job": self.job, "dry_run": dry_run, **counts}, sentence=sentence, sound=True, as_json=json)
