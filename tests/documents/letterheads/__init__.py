"""What prints behind the text of an área's documents."""
