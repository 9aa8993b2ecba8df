"""The road of an institution into Quipux: request, courses, training tenant, review, production (institutions §12, seed 002)."""
