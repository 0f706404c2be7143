"""What a planner should look at in the stock, the most money at risk first."""
