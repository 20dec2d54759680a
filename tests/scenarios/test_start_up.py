"""A bot that would serve Teams with a hole in its configuration does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.teams_client import TENANT
from tests.scenarios.bot_process import serve_and_wait
from tests.scenarios.running_bot import APP_ID, SECRET

COMPLETE = {
    "KOLLEGA_APP_ID": APP_ID,
    "KOLLEGA_APP_SECRET": SECRET,
    "KOLLEGA_TENANTS": TENANT,
}


@pytest.mark.parametrize("missing", COMPLETE)
@pytest.mark.parametrize("value", [None, "", "  "], ids=["missing", "empty", "blank"])
async def test_case_01_without_app_id_secret_or_tenant_the_bot_does_not_start(
    tmp_path: Path, missing: str, value: str | None
) -> None:
    others = {name: set_to for name, set_to in COMPLETE.items() if name != missing}
    settings = others if value is None else {**others, missing: value}

    ended = await serve_and_wait(tmp_path, settings)

    assert ended.code == 2
    assert f"{missing} is missing: put " in ended.log
    assert "Traceback" not in ended.log
    assert SECRET not in ended.log


async def test_case_01_a_list_of_no_tenants_is_none(tmp_path: Path) -> None:
    ended = await serve_and_wait(tmp_path, {**COMPLETE, "KOLLEGA_TENANTS": " , ,"})

    assert (ended.code, "KOLLEGA_TENANTS is missing" in ended.log) == (2, True)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KOLLEGA_APP_TYPE", "SingelTenant", "KOLLEGA_APP_TYPE is no setting"),
        ("KOLLEGA_APPTYPE", "MultiTenant", "KOLLEGA_APPTYPE is no setting"),
        ("KOLLEGA_APP_IDD", APP_ID, "did you mean KOLLEGA_APP_ID?"),
        ("kollega_app_id", APP_ID, "did you mean KOLLEGA_APP_ID?"),
        ("KOLLEGA_TENANT", TENANT, "did you mean KOLLEGA_TENANTS?"),
        ("KOLLEGA_APP_ID", "an app id", "KOLLEGA_APP_ID is wrong: put one word"),
        ("KOLLEGA_AUTHORITY", "http://login.example", "KOLLEGA_AUTHORITY is wrong: put"),
        ("KOLLEGA_OPENID_METADATA_URL", "http://x.example", "KOLLEGA_OPENID_METADATA_URL is wrong"),
        ("KOLLEGA_SERVICE_HOSTS", "*", "KOLLEGA_SERVICE_HOSTS is wrong: put"),
    ],
    ids=lambda each: str(each)[:30],
)
async def test_case_02_a_misspelt_app_type_setting_or_value_stops_the_start(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    ended = await serve_and_wait(tmp_path, {**COMPLETE, name: value})

    assert ended.code == 2
    assert said in ended.log
    assert "Traceback" not in ended.log
