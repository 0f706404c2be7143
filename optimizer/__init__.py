"""The engines that decide: stock in `optimizer.inventory`, vehicle routes in `optimizer.routing`."""
