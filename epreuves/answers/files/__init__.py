"""Files handed in beside a notebook: what they are by their content, what a workbook says, what is told of them."""
