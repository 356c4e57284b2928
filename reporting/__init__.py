"""What is handed out: financial statements laid out, closed, certified, printed, and proven against other books.

The marts hold every figure; this room decides what a person sees of them and puts a name to it: layouts say which
account stands on which line, the close says that a period is complete and who certifies it, the binder keeps the
proof. It computes no balance of its own: a figure on paper is the figure of the mart.
"""
