"""Use cases of backups: the only writers (design §7)."""
