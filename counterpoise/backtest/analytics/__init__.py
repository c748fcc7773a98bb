"""What a course was worth, where that came from, and how sure one may be: floats begin here."""
