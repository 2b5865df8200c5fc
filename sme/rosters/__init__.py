"""The officer's Excel: a cohort's roster on screen and as a workbook."""
