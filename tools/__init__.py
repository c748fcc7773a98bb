"""The workshop: what sets the project up and checks it; nothing here is part of the product."""
