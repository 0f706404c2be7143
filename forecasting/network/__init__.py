"""The recurrent network: one for all series, in torch."""
