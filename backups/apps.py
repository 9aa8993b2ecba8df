from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "backups"
    verbose_name = "Respaldos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import personal_tables
        from backups import (  # noqa: F401  (some register themselves)
            delivery_times,
            departure_items,
            history,
            holdings,
            menu,
            metrics,
            night_health,
            recognition,
            reorganising,
            safekeeping,
            tenant_rows,
            watches,
        )
        from backups.admin.waiting import of_backups
        from backups.contexts import leaver_contexts
        from backups.listing_of_post import of_post
        from documents.proof import elsewhere
        from institutions.actors import register_leaver_contexts
        from institutions.people.tabs import register_backups
        from quipux.administration import waiting
        from quipux.portal import status

        personal_tables.register(
            personal_tables.PersonalTable("backups.BackupRequest", "Solicitudes de respaldo", "appointment__person")
        )
        register_backups(of_post)
        register_leaver_contexts(leaver_contexts)
        elsewhere.register(recognition.sentences)
        night_health.register()
        safekeeping.register()
        waiting.register(of_backups)
        metrics.register()
        watches.register()
        status.register_figure(delivery_times.last_month)
