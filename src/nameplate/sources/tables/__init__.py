"""Tables of any origin as a grid of text; headings, columns and rows are found here, whatever the file format."""
