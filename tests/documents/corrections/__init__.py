"""What other institutions correct of a servant."""
