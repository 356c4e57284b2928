"""What the documentation has from the code itself: the pictures of the rooms and of the dbt project.

`make docs` writes them into the pages, between two marks; a test fails where a page does not have what the code gives.
"""
