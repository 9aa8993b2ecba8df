"""Áreas and people out of a file, in two phases: validated first, applied whole afterwards (institutions §10.1)."""
