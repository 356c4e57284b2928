"""The routes, one module for each thing of the ledger; every module has a `router`."""
