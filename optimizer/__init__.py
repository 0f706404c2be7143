"""The engines that decide: stock in `inventory`, vehicle routes in `routing`."""
