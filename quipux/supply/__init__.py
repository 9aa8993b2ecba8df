"""What the product is made of that others wrote: its list, its hashes, the known holes (safety §2.9)."""
