"""Servidores públicos: who serves where, with which profile, until when (institutions §6.2)."""
