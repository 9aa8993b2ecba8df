"""Ventanilla: finding what was registered, loading its scans and anexos, where its paper stands (documents §11)."""
