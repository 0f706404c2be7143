"""Reading a dataset: text first, then cells, rows and rules, so that every problem is located.

The way of a table: `source` finds it, `csv_text`, `parquet_text` or `workbook_text` reads it as
text with the rows a person sees, `header` matches its columns with the declared ones, `columns`
turns each column into values, `cross_checks` applies the rules between rows and tables, and
`nouns` builds the values that the rest of the program works with.
"""
