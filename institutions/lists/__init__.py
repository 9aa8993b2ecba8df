"""Distribution lists, public and personal (institutions §6.3)."""
