"""The pages: access, object, form, one service, answer."""
