"""What is deleted of a training tenant once it is over (institutions §12.8)."""
