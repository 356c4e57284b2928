"""What Prometheus may read: counts and times, never a tenant's name or an amount."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("tieout_http_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "tieout_http_request_seconds",
    "Time from a request's head to its answer's head",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
