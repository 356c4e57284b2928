"""The dashboards' SQL, one module per page. All of it reads schema `marts`; none of it writes."""
