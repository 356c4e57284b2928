"""Every refusal is problem+json with a stable type, and says nothing of the inside."""

import json
import socket

import pytest

PROBLEM = "application/problem+json"


def test_each_error_is_a_problem_of_its_own_type(service, http, journal):
    posted = "/v1/journals"
    cases = [
        (http.get("/nowhere"), 404, "not-found"),
        (http.get("/v1/journals/none"), 404, "not-found"),
        (http.delete("/v1/accounts"), 405, "method-not-allowed"),
        (http.get("/v1/ping"), 405, "method-not-allowed"),
        (http.post(posted, content=b"{", headers={"Content-Type": "application/json"}), 400, "malformed-request"),
        (http.post(posted, content=b"a=b", headers={"Content-Type": "text/plain"}), 415, "not-json"),
        (http.post(posted, content=b"a=b"), 415, "not-json"),
        (http.post(posted, json={}), 422, "invalid-request"),
        (http.post(posted, json=journal(surprise=1)), 422, "invalid-request"),
        (http.get("/v1/journals", params={"limit": 0}), 422, "invalid-request"),
        (http.get("/v1/journals", params={"cursor": "made up"}), 404, "not-found"),
        (http.get("/v1/journals", params={"cursor": "WyJhIl0="}), 404, "not-found"),
        (http.get("/v1/accounts", params={"entity": "\x00"}), 422, "invalid-request"),
        (http.get("/v1/trial-balance"), 422, "invalid-request"),
        (http.post(posted, json=journal(entity="nowhere")), 409, "refused-by-the-book"),
    ]
    for answer, status, slug in cases:
        problem = answer.json()
        assert answer.status_code == problem["status"] == status, answer.text
        assert answer.headers["Content-Type"] == PROBLEM
        assert problem["type"] == f"urn:tieout:problem:{slug}"
        assert {"title", "detail"} <= problem.keys()
        assert not {word for word in ("Traceback", "psycopg", ".py", "SELECT") if word in answer.text}
    assert http.delete("/v1/accounts").headers["Allow"]


def test_a_float_is_refused_with_its_place(http, journal):
    request = journal()
    request["lines"][1]["amount"] = -10.0
    problem = http.post("/v1/journals", json=request).json()
    assert problem["status"] == 422
    assert problem["errors"] == [
        {"pointer": "/lines/1/amount", "detail": "give the amount as text, such as '12.34': a float is not exact"}
    ]


def test_an_unknown_account_is_refused_with_the_nearest_code(http, journal):
    request = journal()
    request["lines"][0]["account"] = "1001"
    problem = http.post("/v1/journals", json=request).json()
    assert (problem["status"], problem["code"]) == (409, "unknown_account")
    assert "1000" in problem["detail"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"lines": []}, 422, "too_few_lines"),
        (
            {"lines": [{"account": "1000", "amount": "1.001"}, {"account": "4000", "amount": "-1.001"}]},
            422,
            "too_many_decimals",
        ),
        ({"lines": [{"account": "1000", "amount": "0"}, {"account": "4000", "amount": "0"}]}, 422, "zero_amount"),
        ({"lines": [{"account": "1000", "amount": "9e30"}, {"account": "4000", "amount": "-9e30"}]}, 422, "too_large"),
        ({"lines": [{"account": "1000", "amount": "1", "currency": "XXQ"}] * 2}, 409, "unknown_currency"),
        ({"lines": [{"account": "1000", "amount": "1", "currency": "USD"}] * 2}, 422, "missing_rate"),
    ],
)
def test_what_is_wrong_in_itself_is_422_and_what_the_book_does_not_take_is_409(http, journal, change, status, code):
    answer = http.post("/v1/journals", json=journal(**change))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_request_that_is_too_large_is_refused_before_it_is_read(service, http):
    limit = 8 << 20
    body = b'{"filler": "' + b"x" * limit + b'"}'
    declared = http.post("/v1/journals", content=body, headers={"Content-Type": "application/json"})
    assert (declared.status_code, declared.json()["type"]) == (413, "urn:tieout:problem:request-too-large")


def test_a_body_of_unknown_length_is_counted(service):
    """Sent by hand in chunks, for a well-behaved client stops on its own."""
    host, port = service.url.removeprefix("http://").split(":")
    head = (
        f"POST /v1/journals HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {service.keys['post']}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head.encode())
        answer = b""
        try:
            for _ in range(12):
                connection.sendall(chunk)
        except OSError:
            pass
        else:
            connection.sendall(b"0\r\n\r\n")
        while part := connection.recv(65536):
            answer += part
            if b"request-too-large" in answer:
                break
    assert answer.startswith(b"HTTP/1.1 413")


def test_the_contract_describes_all_problems(http):
    document = http.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/v1/"):
                assert {"401", "403", "422", "429", "500", "503"} <= operation["responses"].keys(), (method, path)
            for status, answer in operation["responses"].items():
                if status >= "400":
                    assert list(answer["content"]) == [PROBLEM]
    assert "HTTPValidationError" not in json.dumps(document)
