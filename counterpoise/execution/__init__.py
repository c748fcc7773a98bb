"""Which trades lead to the target, and a model of where they are made."""
