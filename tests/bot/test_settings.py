"""Settings: where they come from, what is refused, and what is never shown."""

from __future__ import annotations

import ast
import inspect
import pickle
from dataclasses import FrozenInstanceError
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path

import pytest

from bot import settings as module
from bot.errors import ConfigurationError
from bot.operations.profile import find_profile
from bot.setting_values import Secret
from bot.settings import NAMES, Settings, read, variable
from tests.bot.operations.profiles import written

KEY = "sk-very-secret"
RESOURCE_GROUP = "/subscriptions/5b0c0001-2d3e-4f50-8a61-728394a5b6c7/resourceGroups/rg-kollega"


def test_without_anything_the_embedded_configuration_is_on_loopback() -> None:
    settings = read({"PATH": "/bin", "HOME": "/root"})

    assert (settings.data, settings.host, settings.port) == (Path(".kollega"), "127.0.0.1", 3978)
    assert settings.app_id is None
    assert settings.openai_base_url is None
    assert set(settings.sources.values()) == {"default"}


def test_every_setting_is_read_from_its_variable(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    environ = {
        "KOLLEGA_DATA": "/var/kollega",
        "KOLLEGA_HOST": "0.0.0.0",
        "KOLLEGA_PORT": "8080",
        "KOLLEGA_APP_ID": "app",
        "KOLLEGA_APP_SECRET": "s3cret",
        "KOLLEGA_APP_CERTIFICATE": str(file),
        "KOLLEGA_TENANTS": "one, two,",
        "KOLLEGA_OPENID_METADATA_URL": "https://localhost:8443/openid",
        "KOLLEGA_SERVICE_HOSTS": "localhost:8444,smba.trafficmanager.net",
        "KOLLEGA_FILE_HOSTS": "kommun-my.sharepoint.com",
        "KOLLEGA_LINK_HOSTS": "exempelkommun.se,skr.se",
        "KOLLEGA_CA_FILE": str(file),
        "KOLLEGA_AUTHORITY": "https://localhost:8443/",
        "KOLLEGA_MANAGED_IDENTITY": "yes",
        "KOLLEGA_SSO_CONNECTION": "entra",
        "KOLLEGA_SSO_APP_ID": "sso",
        "KOLLEGA_SSO_SECRET": "an0ther",
        "KOLLEGA_SSO_CERTIFICATE": str(file),
        "KOLLEGA_SIGN_IN_URL": "https://europe.api.botframework.com",
        "KOLLEGA_GUESTS": "yes",
        "KOLLEGA_GRAPH_URL": "https://graph.example",
        "KOLLEGA_RESOURCE_GROUP": RESOURCE_GROUP,
        "KOLLEGA_RESOURCE_MANAGER_URL": "https://arm.example",
        "KOLLEGA_SENSITIVITY_LABELS": "one,two",
        "KOLLEGA_SHARING_LIMIT": "25",
        "KOLLEGA_APPROVED_ANSWERS": "sharepoint:kommun.sharepoint.com/sites/svar",
        "KOLLEGA_SEARCH_ENDPOINT": "https://search.example",
        "KOLLEGA_SEARCH_INDEX": "intranet",
        "KOLLEGA_SEARCH_NATIVE": "yes",
        "KOLLEGA_BLOB_ENDPOINT": "https://blob.example",
        "KOLLEGA_BLOB_CONTAINER": "prov-1",
        "KOLLEGA_BLOB_KEY": "emulator",
        "KOLLEGA_OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
        "KOLLEGA_OPENAI_API_KEY": KEY,
        "KOLLEGA_OPENAI_IDENTITY": "user",
        "KOLLEGA_MODEL": "gpt-5-mini",
        "KOLLEGA_EMBEDDING_MODEL": "embed",
        "KOLLEGA_PROFILE": str(find_profile("exempel")),
        "KOLLEGA_MASK": "email, health",
        "KOLLEGA_TOKENS_PER_DAY": "2000000",
        "KOLLEGA_MESSAGES_PER_MINUTE": "5",
        "KOLLEGA_METRICS_PORT": "9090",
        "KOLLEGA_METRICS_HOST": "10.0.0.4",
        "KOLLEGA_OTLP_ENDPOINT": "http://localhost:4318/",
        "KOLLEGA_TARGETED_MESSAGES": "yes",
        "KOLLEGA_OCR": "yes",
        "KOLLEGA_CRAWL_NETWORKS": "10.20.0.0/16, fd12::/32",
        "KOLLEGA_CRAWL_CONTACT": "webb@kommun.se",
        "KOLLEGA_CRAWL_RATE": "0.5",
        "KOLLEGA_CRAWL_PAGES": "500",
        "KOLLEGA_LOG_LEVEL": "debug",
    }

    settings = read(environ)

    assert set(environ) == {variable(name) for name in NAMES}
    assert settings.app_secret is not None
    assert settings.openai_api_key is not None
    assert settings.sso_secret is not None
    assert (settings.app_secret.reveal(), settings.openai_api_key.reveal()) == ("s3cret", KEY)
    assert settings.blob_key is not None
    assert settings.blob_key.reveal() == "emulator"
    assert settings.sso_secret.reveal() == "an0ther"
    assert settings == Settings(
        data=Path("/var/kollega"),
        host="0.0.0.0",
        port=8080,
        app_id="app",
        app_secret=settings.app_secret,
        app_certificate=file,
        tenants=("one", "two"),
        openid_metadata_url="https://localhost:8443/openid",
        service_hosts=("localhost:8444", "smba.trafficmanager.net"),
        file_hosts=("kommun-my.sharepoint.com",),
        link_hosts=("exempelkommun.se", "skr.se"),
        ca_file=file,
        authority="https://localhost:8443",
        managed_identity=True,
        sso_connection="entra",
        sso_app_id="sso",
        sso_secret=settings.sso_secret,
        sso_certificate=file,
        sign_in_url="https://europe.api.botframework.com",
        guests=True,
        graph_url="https://graph.example",
        resource_group=RESOURCE_GROUP,
        resource_manager_url="https://arm.example",
        sensitivity_labels=("one", "two"),
        sharing_limit=25,
        approved_answers="sharepoint:kommun.sharepoint.com/sites/svar",
        search_endpoint="https://search.example",
        search_index="intranet",
        search_native=True,
        blob_endpoint="https://blob.example",
        blob_container="prov-1",
        blob_key=settings.blob_key,
        openai_base_url="http://127.0.0.1:11434/v1",
        openai_api_key=settings.openai_api_key,
        openai_identity="user",
        model="gpt-5-mini",
        embedding_model="embed",
        profile=find_profile("exempel"),
        mask=("email", "health"),
        tokens_per_day=2_000_000,
        messages_per_minute=5,
        metrics_port=9090,
        metrics_host="10.0.0.4",
        otlp_endpoint="http://localhost:4318",
        targeted_messages=True,
        ocr=True,
        crawl_networks=(ip_network("10.20.0.0/16"), ip_network("fd12::/32")),
        crawl_contact="webb@kommun.se",
        crawl_rate=0.5,
        crawl_pages=500,
        log_level="DEBUG",
        sources=dict.fromkeys(NAMES, "environment"),
    )


def test_the_command_line_goes_before_the_environment_and_that_before_the_file() -> None:
    settings = read(
        {"KOLLEGA_DATA": "a", "KOLLEGA_HOST": "b"},
        dotenv={"KOLLEGA_HOST": "c", "KOLLEGA_APP_ID": "d", "OTHER": "e", "KOLLEGA_MODEL": None},
        data=Path("f"),
    )

    assert (settings.data, settings.host, settings.app_id) == (Path("f"), "b", "d")
    assert [settings.sources[name] for name in ("data", "host", "app_id", "model")] == [
        "command line",
        "environment",
        ".env",
        "default",
    ]


def test_the_port_of_a_hosting_service_counts_and_our_own_goes_before_it() -> None:
    assert read({"PORT": "80"}).port == 80
    assert read({"PORT": "80", "KOLLEGA_PORT": "81"}).port == 81


def test_an_empty_value_is_none() -> None:
    assert read({"KOLLEGA_APP_ID": " ", "KOLLEGA_SEARCH_ENDPOINT": ""}).app_id is None


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("KOLLEGA_APPID", "KOLLEGA_APP_ID"),
        ("KOLLEGA_TENANT", "KOLLEGA_TENANTS"),
        ("kollega_model", "KOLLEGA_MODEL"),
        ("KOLLEGA_OPENAI_KEY", "KOLLEGA_OPENAI_API_KEY"),
    ],
)
def test_a_misspelt_setting_is_refused_with_what_was_meant(name: str, meant: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} is no setting: did you mean {meant}"):
        read({name: "x"})


def test_a_misspelt_setting_in_the_file_is_refused_too() -> None:
    with pytest.raises(ConfigurationError, match="KOLLEGA_PROT"):
        read({}, dotenv={"KOLLEGA_PROT": "80"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KOLLEGA_PORT", "0"),
        ("KOLLEGA_PORT", "65536"),
        ("KOLLEGA_PORT", "80a"),
        ("KOLLEGA_PORT", "-1"),
        ("KOLLEGA_HOST", "http://0.0.0.0"),
        ("KOLLEGA_APP_ID", "two words"),
        ("KOLLEGA_TENANTS", "one two"),
        ("KOLLEGA_AUTHORITY", "http://login.example"),
        ("KOLLEGA_AUTHORITY", "login.example"),
        ("KOLLEGA_AUTHORITY", "https://user:pass@login.example"),
        ("KOLLEGA_OPENID_METADATA_URL", "http://127.0.0.1/openid"),
        ("KOLLEGA_SERVICE_HOSTS", "https://smba.trafficmanager.net"),
        ("KOLLEGA_SERVICE_HOSTS", "*.trafficmanager.net"),
        ("KOLLEGA_SERVICE_HOSTS", ","),
        ("KOLLEGA_LINK_HOSTS", "https://skr.se"),
        ("KOLLEGA_SEARCH_ENDPOINT", "https://"),
        ("KOLLEGA_BLOB_ENDPOINT", "https://blob.example:port"),
        ("KOLLEGA_BLOB_ENDPOINT", "http://blob.example"),
        ("KOLLEGA_BLOB_CONTAINER", "Kollega"),
        ("KOLLEGA_BLOB_CONTAINER", "kollega--1"),
        ("KOLLEGA_OPENAI_BASE_URL", "http://model.example/v1"),
        ("KOLLEGA_OPENAI_BASE_URL", "http://localhost.evil.example/v1"),
        ("KOLLEGA_CA_FILE", "/no/such/file"),
        ("KOLLEGA_PROFILE", "/no/such/file"),
        ("KOLLEGA_TOKENS_PER_DAY", "0"),
        ("KOLLEGA_TOKENS_PER_DAY", "1e6"),
        ("KOLLEGA_MESSAGES_PER_MINUTE", "0"),
        ("KOLLEGA_MESSAGES_PER_MINUTE", "many"),
        ("KOLLEGA_METRICS_PORT", "metrics"),
        ("KOLLEGA_OTLP_ENDPOINT", "http://collector.example:4318"),
        ("KOLLEGA_TARGETED_MESSAGES", "perhaps"),
        ("KOLLEGA_OCR", "tesseract"),
        ("KOLLEGA_CRAWL_NETWORKS", "10.20.0.1/16"),
        ("KOLLEGA_CRAWL_NETWORKS", "intranet.kommun.se"),
        ("KOLLEGA_CRAWL_CONTACT", "webb (kommun)"),
        ("KOLLEGA_CRAWL_RATE", "0"),
        ("KOLLEGA_CRAWL_RATE", "nan"),
        ("KOLLEGA_CRAWL_PAGES", "0"),
        ("KOLLEGA_LOG_LEVEL", "LOUD"),
    ],
)
def test_an_invalid_value_is_refused_by_the_name_of_the_setting(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} is wrong: put "):
        read({name: value, "KOLLEGA_MODEL": "model"})


def test_a_model_server_needs_the_name_of_a_model() -> None:
    with pytest.raises(ConfigurationError, match="KOLLEGA_MODEL is missing"):
        read({"KOLLEGA_OPENAI_BASE_URL": "https://model.example/v1"})


def test_a_secret_is_shown_nowhere() -> None:
    settings = read({"KOLLEGA_OPENAI_API_KEY": KEY, "KOLLEGA_APP_SECRET": KEY})

    assert KEY not in f"{settings!r} {settings} {settings.openai_api_key}"
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        read({}).port = 1  # type: ignore[misc]


def test_every_setting_says_what_it_is_for() -> None:
    (body,) = (
        node.body
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    documented = {
        before.target.id
        for before, after in pairwise(body)
        if isinstance(before, ast.AnnAssign)
        and isinstance(before.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    }

    assert documented == {*NAMES, "sources"}


def test_the_profile_names_the_place_of_approved_answers_for_an_app_that_can_read_it(
    tmp_path: Path,
) -> None:
    deployed = {"KOLLEGA_PROFILE": str(written(tmp_path)), "KOLLEGA_APP_ID": "app"}
    place = "sharepoint:exempelkommun.sharepoint.com/sites/kollega"

    assert read(deployed).approved_answers == place
    assert read({"KOLLEGA_PROFILE": deployed["KOLLEGA_PROFILE"]}).approved_answers is None
    assert read(deployed | {"KOLLEGA_APPROVED_ANSWERS": str(tmp_path)}).approved_answers == str(
        tmp_path
    )


def test_the_profile_decides_about_guests_unless_the_setting_does(tmp_path: Path) -> None:
    profile = str(written(tmp_path, ("guests = false", "guests = true")))

    assert read({"KOLLEGA_PROFILE": profile}).guests
    assert not read({"KOLLEGA_PROFILE": profile, "KOLLEGA_GUESTS": "no"}).guests
    assert not read({}).guests
