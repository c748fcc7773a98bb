"""Who writes into the books that a vault's strategies read, while a back-test runs."""
