"""What another institution corrects of a servant on its own paper, proposed to the institution where she serves."""
