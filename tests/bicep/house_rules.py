"""What Kollega promises of its resources: no keys, nothing public, all in the EU, few rights."""

from __future__ import annotations

import re

from tree_sitter import Node

from tests.bicep.syntax import File, every, literal, properties, text

_PROMISED = {
    "disableLocalAuth": "true",
    "DisableLocalAuth": "true",
    "allowSharedKeyAccess": "false",
    "allowBlobPublicAccess": "false",
    "httpsOnly": "true",
    "supportsHttpsTrafficOnly": "true",
    "ftpsState": "'Disabled'",
    "minTlsVersion": "'1.2'",
    "minimumTlsVersion": "'TLS1_2'",
    "msaAppType": "'UserAssignedMSI'",
    "signInAudience": "'AzureADMyOrg'",
}
_PRIVATE = (
    "Microsoft.CognitiveServices/accounts@",
    "Microsoft.Search/searchServices@",
    "Microsoft.Storage/storageAccounts@",
)
_SEARCH_ROLES = ("1407120a-92aa-4202-b7e9-c0e197c71c8f", "8ebe5a00-799e-43f5-93ac-243d3dce84a7")
_WIDE = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "205e70e5-aba6-4c52-a976-6d2d46c48043": "Sites.Read.All",
    "332a536c-c7ef-4017-ab91-336970924f0d": "Sites.Read.All",
    "7ab1d382-f21e-4acd-a863-ba3e13f7da61": "Directory.Read.All",
}


def check_house_rules(file: File) -> None:
    """Note each promise that is not kept."""
    for node in every(file.root):
        if node.type == "object":
            _check_promised(file, node)
        if (value := literal(node)) is not None:
            _check_value(file, node, value)
    for node in file.declared["resource"].values():
        _check_private(file, node)
        _check_search_role(file, node)


def _check_value(file: File, node: Node, value: str) -> None:
    if value in _WIDE:
        file.note(node, f"{_WIDE[value]} is more than is needed")
    if re.fullmatch("Global(Standard|Provisioned|Batch)", value):
        file.note(node, f"{value} sends questions outside the EU")
    if value == "AzureADMultipleOrgs":
        file.note(node, "people of other organisations could sign in")


def _check_promised(file: File, node: Node) -> None:
    for name, (place, value) in properties(node).items():
        if value is None:
            continue
        if name in _PROMISED and text(value) != _PROMISED[name]:
            file.note(place, f"{name} must be {_PROMISED[name]}")
        if name == "publicNetworkAccess" and text(value).strip("'").lower() != "disabled":
            file.note(place, "publicNetworkAccess must be disabled")


def _check_private(file: File, node: Node) -> None:
    source = text(node)
    kind = source.split("'")[1] if "'" in source else ""
    if kind.startswith(_PRIVATE) and "publicNetworkAccess" not in source:
        file.note(node, f"{kind} needs publicNetworkAccess: it is public without")


def _check_search_role(file: File, node: Node) -> None:
    source = text(node)
    names_search = "indexData" in source or any(role in source for role in _SEARCH_ROLES)
    if "roleAssignments@" in source and names_search and "'ServicePrincipal'" not in source:
        file.note(node, "a Search role may be held by the app alone")
