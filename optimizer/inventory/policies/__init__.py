"""Classical stock policies of one SKU at one warehouse, in closed form or exact.

They answer at once, are what a plan is compared with, and give explanations their levels. Time is
in any unit, the same throughout; money and stock in any unit.
"""
