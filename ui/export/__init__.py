"""An answer as a file to take along: CSV, XLSX, DOCX."""
