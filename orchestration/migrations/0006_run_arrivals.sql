-- What had arrived when a run began to read: the sensors ask for a run only where something came since.
ALTER TABLE orchestration.runs ADD COLUMN arrivals jsonb;
