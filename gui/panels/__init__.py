"""The panels of the window around its map: timeline, selection and figures."""
