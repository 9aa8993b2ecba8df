"""What runs inside the child only: parsing of files and certificates that strangers wrote, and the keys."""
