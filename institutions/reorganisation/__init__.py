"""Reorganisation of áreas: rehearsed, scheduled, carried out step by step by one job (institutions §10.3)."""
