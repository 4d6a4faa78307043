"""What leaves the study and comes back: folders for coders elsewhere, other programs' formats."""
