"""What the tests are worth, in numbers that anyone can make again: docs/security.md."""
