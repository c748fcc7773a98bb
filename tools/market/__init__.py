"""What the market's state would have said of real prices: false alarms, delays and a picture."""
