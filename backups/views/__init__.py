"""Pages of backups: access, object, form, one service, answer."""
