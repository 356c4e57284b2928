"""What everybody reads: the published marts, and the daily schedule on which they are made."""
