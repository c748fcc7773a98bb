"""What `brownie run bench` measures."""
