"""Wiring on top of the apps and the basics every app may use below (docs/arquitectura.md).

Kept empty of imports on purpose: `manage.py demo` reads `quipux.bootstrap` with the standard
library alone, before Django is installed. Celery is loaded by `quipux.apps`.
"""
