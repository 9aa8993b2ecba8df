"""The use cases of an implantation: its only writers (institutions §12.4)."""
