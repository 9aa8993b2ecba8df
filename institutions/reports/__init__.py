"""Reports of institutions: who works in them, with which rights, and what is pending (institutions §14)."""
