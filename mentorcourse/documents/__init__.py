"""What people take away: workbook, agreement, worksheet and card as files, and entries for their own calendar.

Import from the modules: the process that sets a document needs only one of them.
"""
