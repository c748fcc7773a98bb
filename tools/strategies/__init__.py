"""What each strategy would have made of real prices, with the costs of real trades."""
