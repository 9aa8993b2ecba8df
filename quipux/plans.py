"""What the planner of the database believes of a question that was not put."""

import json

from django.db.models import QuerySet


def estimated(rows: QuerySet) -> int:
    """How many ``rows`` there are, as the planner counts them from its statistics, in about a millisecond."""
    return int(json.loads(rows.order_by().explain(format="json"))[0]["Plan"]["Plan Rows"])
