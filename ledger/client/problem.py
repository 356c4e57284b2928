"""A refusal of the service, as an exception."""

from service.problems import ProblemDetails
from tieout.errors import InputError


class ProblemError(InputError):
    """What the service answered instead of doing it; `problem.type` is stable, `problem.code` names the law."""

    def __init__(self, problem: ProblemDetails) -> None:
        super().__init__(f"{problem.title}: {problem.detail}")
        self.problem = problem

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status
