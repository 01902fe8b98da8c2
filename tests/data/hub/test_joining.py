"""How a desk joins a hub, signs in there, and what it asks of the way to it."""

from __future__ import annotations

from typing import Any

import pytest
from psycopg.conninfo import make_conninfo

from data.hub import joined as module
from data.hub.joined import join, joined
from data.hub.place import connected, parsed, told
from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, File
from tests.data.many_desks import desk, exchange_of
from tests.hub import Hub, joining, met
from xfconsole.core.words.refusal import Refused


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("postgresql:///hub", ""),
        ("postgresql://me@localhost/hub", ""),
        ("host=/run/postgresql dbname=hub", ""),
        ("postgresql://me@hub.example/hub", ""),
        ("postgresql://me@hub.example/hub?sslmode=verify-full&sslrootcert=/ca.pem", ""),
        ("postgresql://me@hub.example/hub?sslmode=require", "hub.refused.plain"),
        ("postgresql://me@hub.example/hub?sslmode=disable", "hub.refused.plain"),
        ("postgresql://me@localhost,hub.example/hub?sslmode=prefer", "hub.refused.plain"),
        ("postgresql://me@localhost/hub?hostaddr=192.0.2.1", "hub.refused.address"),
        ("service=elsewhere dbname=hub", "hub.refused.address"),
        ("postgresql://me@hub.example", "hub.refused.address"),
        ("https://hub.example/hub", "hub.refused.address"),
        ("", "hub.refused.address"),
    ],
)
def test_a_hub_elsewhere_is_spoken_to_with_its_certificate_verified_or_not_at_all(
    address: str, refused: str
) -> None:
    if refused:
        with pytest.raises(Refused) as found:
            parsed(address)
        assert found.value.key == refused
    else:
        parts = parsed(address)
        assert parts.get("sslmode", "verify-full") == "verify-full"
        assert ("sslmode" in parts) == ("hub.example" in address)
        assert "me" not in told(parts)


def test_the_environment_leads_nowhere_else(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGHOST", "PGHOSTADDR"):
        monkeypatch.setenv(name, "192.0.2.1")
    with connected(hub.parts) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("done", [False, True])
def test_a_password_that_was_being_renewed_when_something_ended_is_renewed(
    hub: Hub, three: list[File], monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    """Before the hub had it, or after."""
    first = three[0]
    renew = module._renew

    def dies(connection: Any, store: SqlStore, login: str, password: str) -> None:
        if done:
            with monkeypatch.context() as patch:
                patch.setattr(module, "_RENEWED", "SELECT ?")
                renew(connection, store, login, password)
        raise Refused("vault.refused.full")

    with monkeypatch.context() as patch:
        patch.setattr(module, "_renew", dies)
        with pytest.raises(Refused):
            joining(hub, first)
    assert met(first).sent == 3
    kept = joined(first.reader)
    assert kept is not None
    assert kept.next_password == ""
    assert kept.password not in repr(kept)


def test_an_invitation_is_good_once_and_for_a_week(hub: Hub, three: list[File]) -> None:
    first, second, _ = three
    invitation = hub.invite()
    join(exchange_of(first), invitation)
    with pytest.raises(Refused, match=r"hub\.refused\.login"):
        join(exchange_of(second), invitation)
    late = hub.invite()
    hub.do(f"ALTER ROLE {parsed(late)['user']} VALID UNTIL '2020-01-01'")
    for said_ in (late, late.replace("user=", "user=nobody"), "postgresql://x:y@localhost/hub"):
        with pytest.raises(Refused):
            join(exchange_of(second), said_)
    assert joined(second.reader) is None
    assert met(first).sent == 3


def test_it_is_so_at_a_server_that_lets_in_who_comes(hub: Hub, three: list[File]) -> None:
    """With ``trust`` or ``peer`` no password stands between a used invitation and the hub."""
    first, second, _ = three
    joining(hub, first)
    kept, late = joined(first.reader), hub.invite()
    assert kept is not None
    hub.do("UPDATE xfc.login SET invited_at = now() - interval '8 days' WHERE enrolled_at IS NULL")
    for invitation in (make_conninfo(kept.place, password=kept.password), late):
        with pytest.raises(Refused, match=r"hub\.refused\.login"):
            join(exchange_of(second), invitation)
    assert joined(second.reader) is None
    # Where something ended while it joined, the same desk joins with it once more.
    join(exchange_of(first), make_conninfo(kept.place, password=kept.password))
    assert met(first).sent == 3


def test_a_desk_that_goes_on_under_another_name_enrols_with_it(hub: Hub, three: list[File]) -> None:
    first, second, _ = three
    joining(hub, first, second)
    met(first)
    claim_file(first.engine, first.store.office, "z-desk")
    first.store = SqlStore(first.engine, KEY)
    first.register()
    assert met(first).sent == 2
    rows = hub.rows(
        "SELECT name, last FROM xfc.desk"
        " WHERE login = (SELECT login FROM xfc.desk WHERE name = 'z-desk')"
    )
    assert dict(rows) == {desk(0): 3, "z-desk": 2}
    # The hub is put back from a backup of before.
    hub.do("TRUNCATE xfc.batch, xfc.line, xfc.record, xfc.desk CASCADE")
    assert met(first).sent == 5
    assert met(second).taken.lines == 5


def test_partitions_are_made_month_by_month(hub: Hub) -> None:
    for at in ("2026-12-31 23:59:59.9+00", "2027-01-01 00:00+00", "2027-01-31 12:00+00"):
        hub.do("SELECT xfc.make_month(%s)", at)
    bounds = hub.rows(
        "SELECT pg_get_expr(relpartbound, oid) FROM pg_class"
        " WHERE relname IN ('line_2026_12', 'line_2027_01') ORDER BY relname"
    )
    assert [row[0].count("-01 00:00:00+00") for row in bounds] == [2, 2]
