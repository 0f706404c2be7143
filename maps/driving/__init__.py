"""Roads as vehicles find them: conditions, matrices, exact drives and what explains them."""
