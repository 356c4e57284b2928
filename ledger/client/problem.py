"""A refusal of the service, as an exception."""

from ledger.service.told import Problem
from tieout.errors import InputError


class ProblemError(InputError):
    """What the service answered instead of doing it; `problem.type` is stable, `problem.code` names the law."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.title}: {problem.detail}")
        self.problem = problem

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status
