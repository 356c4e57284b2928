'''What every HTTP service of Tieout shares, so that a further one is its routes and nothing else.

A request passes the middleware (whose key, how often, how large), its route, and one transaction in which PostgreSQL
judges it. Every refusal is a problem (RFC 9457). `/healthz`, `/readyz`, `/metrics`, `/v1/ping` and `/openapi.json` are
there from the start; a stop answers what is in flight. This room knows nothing of journals: the ledger's service is
built on it like any other.

A service is a router, an application and a process:

    # greeter.py
    from functools import partial
    from pathlib import Path

    from fastapi import APIRouter, Request
    from pydantic import BaseModel
    from starlette.responses import Response

    from service.answers import OK, Answer
    from service.app import build_app
    from service.auth import MayRead
    from service.openapi import problems
    from service.problems import Kind, Problem
    from service.serve import serve
    from service.settings import Settings
    from service.state import ServiceState
    from tieout.postgres import conninfo
    from tieout.postgres.tenancy import tenant_transaction
    from tieout.workspace import Workspace

    router = APIRouter(prefix="/v1")


    class Greeting(BaseModel):
        """What is said, and to whom."""

        greeting: str


    @router.get("/greetings/{name}", response_model=Greeting, responses=problems(404))
    async def greet(request: Request, holder: MayRead, name: str) -> Response:
        """Greet one name in the name of the key's tenant."""
        if name == "nobody":
            raise Problem(Kind.NOT_FOUND, "there is nobody to greet")

        def work(connection):  # on a thread, with a connection of the read pool
            with tenant_transaction(connection, holder.tenant):
                return connection.execute("SELECT current_setting('tieout.tenant')").fetchone()[0]

        tenant = await ServiceState.of(request).read_pool.run(work)
        return Answer(OK, Greeting(greeting=f"{tenant} greets {name}").model_dump_json().encode()).response()


    def main(root: str) -> None:
        settings = Settings(port=0)
        where = partial(conninfo, Workspace.open(Path(root)))
        serve(build_app("Greeter", "Greets.", [router], where, settings), settings)

Problems of its own are another enumeration of `ProblemKind`, what it starts beside its routes is a `lifespan`. Requests
that are many and small commit together by `group_commit`: the service writes a module that calls
`writer_process.run_writer` with a function that commits a group, and its routes `submit` jobs.
'''
