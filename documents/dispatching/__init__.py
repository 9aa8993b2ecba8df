"""What happens to a copy on paper: its journeys outside, its envelope, its hand-over inside (documents §10.4)."""
