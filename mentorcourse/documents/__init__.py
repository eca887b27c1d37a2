"""What people take away: their workbook as PDF, DOCX and JSON, and entries for their own calendar.

Import from the modules: the process that sets a document needs only one of them.
"""
