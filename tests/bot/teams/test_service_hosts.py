"""Replies and the bot's token go to listed hosts over https, whatever tricks a URL plays."""

from __future__ import annotations

import pytest

from bot.teams.service_hosts import LoopbackHosts, ServiceHosts


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net",
        "https://SMBA.TrafficManager.net/teams/",
        "https://smba.trafficmanager.net:443/emea/",
    ],
)
def test_teams_own_hosts_are_allowed(url: str) -> None:
    assert ServiceHosts().allows(url)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "smba.trafficmanager.net",
        "http://smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/smba.trafficmanager.net",
        "https://evil-smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://smba.trafficmanager.net:pass@evil.example/",
        "https://smba.trafficmanager.net\\.evil.example/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net#@evil.example/",
        "https://smba.trafficmanager.net?.evil.example/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net:https/",
        "https://smba.trafficmanager.net\n/",
        "https://smba.trafficmanager.net./",
        "https://smba。trafficmanager.net/",
        "https://ѕmba.trafficmanager.net/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https:///emea/",
        "//smba.trafficmanager.net/",
        "file://smba.trafficmanager.net/",
    ],
)
def test_any_other_address_is_not(url: str | None) -> None:
    assert not ServiceHosts().allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:56150/_connector",
        "http://127.0.0.1:9000/",
        "http://[::1]:9000/",
    ],
)
def test_local_mode_answers_this_machine(url: str) -> None:
    assert LoopbackHosts().allows(url)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://smba.trafficmanager.net/",
        "http://192.168.1.5/",
        "http://localhost.evil.example/",
        "http://127.0.0.1@evil.example/",
        "http://0.0.0.0/",
        "http://localhost:99999/",
    ],
)
def test_local_mode_answers_nobody_else(url: str | None) -> None:
    assert not LoopbackHosts().allows(url)
