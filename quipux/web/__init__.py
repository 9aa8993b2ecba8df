"""What every page shares: frame, form rendering, template tags, pagination, error and health pages.

Imports no app; the apps register what they put into the frame (menu, notices) from their own start.
"""
