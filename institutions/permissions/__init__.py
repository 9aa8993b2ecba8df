"""Permissions of posts: who may give which, one by one or to many (institutions §3, §4.1, §6.4)."""
