"""What comes in: received files, our ledger's new lines, the build's inputs; and the sensors that notice arrivals."""
