"""What `manage.py demo` becomes once the packages are installed: servers, office, web, worker, scheduler."""
