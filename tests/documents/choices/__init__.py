"""An institution decides about its documents."""
