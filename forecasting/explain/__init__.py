"""Why a forecast differs from the planner's habit: contributions that add up."""
