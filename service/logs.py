"""One JSON object a line on standard error: what an operator needs, and never a key, a header or a body."""

import logging
import secrets
import sys
from typing import Any

import structlog

from service.problems import Kind, Problem


def set_up_logs() -> None:
    """Everything that this process logs goes out as JSON, the libraries' lines too."""
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # it quotes statements, and with them a customer's words


log: structlog.typing.FilteringBoundLogger = structlog.get_logger("tieout.service")


def unforeseen(error: BaseException) -> Problem:
    """Log what nobody foresaw, by where it happened.

    Returns:
        A problem of status 500 that names the incident and nothing else.
    """
    incident = secrets.token_hex(8)
    log.error("request failed", incident=incident, error=type(error).__name__, where=_where(error))
    return Problem(Kind.INTERNAL, f"the service failed: incident {incident} is in its log")


def _where(error: BaseException) -> str:
    """File, line and function of each frame: no values, for they may be a customer's."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(frames)
