"""What a driver takes along: dispatch sheet, loading list and receipts of each vehicle."""
