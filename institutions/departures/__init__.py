"""Who leaves a post: what has to be settled, the instant at which access ends, and the Acta (institutions §11)."""
