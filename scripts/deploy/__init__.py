"""Deployment of a market to try things on, and of a vault: each can be run twice."""
