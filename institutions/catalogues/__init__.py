"""The catalogues that an institution keeps itself: puestos and role templates (institutions §3, §6.5)."""
