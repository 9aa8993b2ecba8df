"""The background of an área's documents: one A4 page, drawn once as a picture (documents §8, institutions §6.1)."""
