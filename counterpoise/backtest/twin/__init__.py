"""A back-test without a chain: the engine's twins on twin pools, and beside the bytecode."""
