"""The pages of the window: data, demand, stock and routes."""
