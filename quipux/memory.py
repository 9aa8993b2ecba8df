"""How often a long-lived process looks for garbage."""

import gc

# Objects made more than freed before the youngest generation is looked through, and rounds before the elder ones are.
# Python's own numbers suit a program of a tenth of the size: Django's models, addresses and templates never go.
YOUNGEST, MIDDLE, OLDEST = 50_000, 20, 50


def collect_seldom() -> None:
    """Leave out of collection what is loaded now, and look through the rest less often. Called once, at the end of loading.

    Reference counts free nearly everything at once; what is left are cycles, and those of a page are few.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, MIDDLE, OLDEST)
