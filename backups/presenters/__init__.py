"""What the pages say of a request: tags, steps, sentences and rows. Pure: no query, no clock."""
