# Short names for the commands of README.md; none of them is needed.
.PHONY: demo verify lock doctor

demo:
	python3 manage.py demo

verify:
	python3 manage.py verify

doctor:
	python3 manage.py doctor

# The hashed locks, valid for every Python 3.11 and later.
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml

lock:
	$(LOCK) -o requirements.txt
	$(LOCK) --extra test -c requirements.txt -o tests/requirements.txt
