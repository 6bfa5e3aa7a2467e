"""PDF: from the characters of a page to lines in reading order, tables and headings."""
