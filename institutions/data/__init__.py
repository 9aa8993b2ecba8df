"""«Institución»: the data its AIQ keeps, and what only the AGQ changes (institutions §5)."""
