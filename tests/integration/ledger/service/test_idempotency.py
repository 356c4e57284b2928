"""Idempotency: the same key and the same request are done once and answered with the same bytes, for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"


def test_a_repeated_journal_is_answered_with_the_same_bytes(http, journal):
    request = journal()
    first = http.post("/v1/journals", json=request)
    again = http.post("/v1/journals", json=request)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (REPLAYED in first.headers, again.headers[REPLAYED]) == (False, "true")


def test_the_key_names_the_meaning_and_not_the_spelling(http, journal):
    request = journal("10.00")
    first = http.post("/v1/journals", json=request, headers={KEY: "spelling-1"})
    request["lines"] = [{"amount": "10.0", "account": "1000", "reference": None}, {"amount": -10, "account": "4000"}]
    again = http.post("/v1/journals", json=dict(reversed(request.items())), headers={KEY: "spelling-1"})
    assert again.content == first.content
    assert again.headers[REPLAYED] == "true"


@pytest.mark.parametrize("path", ["/v1/journals", "/v1/journals/batch"])
def test_a_key_of_another_request_is_refused(http, journal, path):
    first, other = journal(), journal()
    headers = {KEY: f"taken-{first['journal_id']}"}
    for body, status in ((first, (200, 201)), (other, (422,))):
        answer = http.post(path, json=body if path.endswith("journals") else {"journals": [body]}, headers=headers)
        assert answer.status_code in status
    assert answer.json()["type"] == "urn:tieout:problem:idempotency-key-reused"
    assert http.get(f"/v1/journals/{other['journal_id']}").status_code == 404


def test_a_journal_id_with_other_content_is_refused(http, journal):
    request = journal("10.00")
    http.post("/v1/journals", json=request)
    without_key = http.post("/v1/journals", json=request | {"date": "2026-03-02"})
    assert without_key.json()["type"] == "urn:tieout:problem:idempotency-key-reused"
    with_key = http.post(
        "/v1/journals", json=request | {"date": "2026-03-02"}, headers={KEY: f"of-{request['journal_id']}"}
    )
    assert (with_key.status_code, with_key.json()["code"]) == (409, "journal_id_taken")


def test_a_journal_that_came_by_another_route_is_known(http, journal):
    request = journal()
    assert http.post("/v1/journals/batch", json={"journals": [request]}).json()["results"][0]["replayed"] is False
    single = http.post("/v1/journals", json=request)
    assert (single.status_code, single.headers[REPLAYED]) == (201, "true")


def test_what_was_refused_may_succeed_later_under_its_key(http, journal):
    request = journal()
    request["lines"][0]["account"] = "1050"
    headers = {KEY: "patience"}
    assert http.post("/v1/journals", json=request, headers=headers).json()["code"] == "unknown_account"
    account = {"entity": "de", "code": "1050", "name": "Late", "type": "asset"}
    assert http.post("/v1/accounts", json=account).status_code == 201
    assert http.post("/v1/journals", json=request, headers=headers).status_code == 201


def test_every_post_is_answered_from_what_was_stored(http, journal):
    original = http.post("/v1/journals", json=journal()).json()["journal_id"]
    for path, body in (
        ("/v1/journals/batch", {"mode": "each", "journals": [journal(), journal(entity="nowhere")]}),
        (f"/v1/journals/{original}/reversal", {"date": "2026-03-05", "reason": "wrong"}),
        ("/v1/accounts", {"entity": "de", "code": "1060", "name": "Once", "type": "asset"}),
        ("/v1/pending", {"journal": journal(), "expires_at": "2099-01-01T00:00:00Z"}),
        ("/v1/periods/us/2019-03/close", {"reason": "old"}),
    ):
        first, again = (http.post(path, json=body, headers={KEY: f"stored{path}"}) for _ in range(2))
        assert first.status_code in (200, 201), first.text
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers[REPLAYED] == "true"


def test_two_at_once_make_one_journal_and_two_equal_answers(service, journal):
    with service.http() as http, ThreadPoolExecutor(16) as threads:
        for _ in range(8):
            answers = list(threads.map(lambda body: http.post("/v1/journals", json=body), [journal()] * 16))
            assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
            assert sum(REPLAYED not in answer.headers for answer in answers) == 1


def test_different_journals_at_once_under_one_key_make_one_journal(service, journal):
    with service.http() as http, ThreadPoolExecutor(8) as threads:
        request = [journal() for _ in range(8)]
        answers = list(
            threads.map(lambda body: http.post("/v1/journals", json=body, headers={KEY: "contested"}), request)
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [422] * 7
        written = [http.get(f"/v1/journals/{body['journal_id']}").status_code for body in request]
        assert sorted(written) == [200] + [404] * 7


def test_one_bad_journal_does_not_touch_its_neighbours(service, journal):
    """They are in one group more often than not; each is judged alone."""
    bodies = [journal() for _ in range(64)]
    for body in bodies[::4]:
        body["lines"][0]["amount"] = "11.00"
    bodies[1]["description"] = "nul \x00 is no text that PostgreSQL can hold"
    bodies[2]["lines"][0]["amount"] = "1e-400"
    with service.http() as http, ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(lambda body: http.post("/v1/journals", json=body), bodies))
    wrong = [answer.status_code for answer in answers[::4]] + [answers[1].status_code, answers[2].status_code]
    right = [answer.status_code for place, answer in enumerate(answers) if place % 4 and place not in (1, 2)]
    assert set(wrong) == {422}
    assert set(right) == {201}


@pytest.mark.parametrize("key", ["", "with space", "ümlaut".encode("latin-1"), "k" * 256])
def test_an_unusable_key_is_refused(http, journal, key):
    answer = http.post("/v1/journals", json=journal(), headers={KEY: key})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:tieout:problem:invalid-request")
