"""What became of a run, as people read it: one page, its pictures, and the same on the screen."""
