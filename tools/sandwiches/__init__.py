"""What a sandwich costs a vault whose orders have floors, and one whose orders have none."""
