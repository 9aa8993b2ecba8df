"""Figures for whoever watches the machines, in Prometheus's words (safety §13): never a person, never a document.

What requests cost is counted by every process in files of its own (`PROMETHEUS_MULTIPROC_DIR`, which
`quipux/deploy/gunicorn.py` sets) and added when asked; how the work stands is read from the database then.
"""
