"""What an institution decides about its documents: reception, carriers, anexos, lists of words (documents §2.1)."""
