"""Changes to the code, each of which lets somebody in or something out."""

from __future__ import annotations

from dataclasses import dataclass

_AUTHENTICATION = ("tests/scenarios/test_authentication.py",)
_CONNECTOR = ("tests/bot/teams/sending/test_connector.py", "tests/scenarios/test_properties.py")
_GROUPS = ("tests/scenarios/test_groups.py", "tests/scenarios/test_product_in_groups.py")


@dataclass(frozen=True, slots=True)
class Mutation:
    """One line of the code, what it becomes, and the tests that must fail then."""

    name: str
    path: str
    was: str
    becomes: str
    tests: tuple[str, ...]


MUTATIONS = (
    Mutation(
        "signature unchecked",
        "bot/teams/reception/authentication.py",
        'options={"require": ["exp", "iss", "aud"]}',
        'options={"verify_signature": False}',
        _AUTHENTICATION,
    ),
    Mutation(
        "expiry unchecked",
        "bot/teams/reception/authentication.py",
        'options={"require": ["exp", "iss", "aud"]}',
        'options={"require": ["exp", "iss", "aud"], "verify_exp": False}',
        (*_AUTHENTICATION, "tests/scenarios/fuzz"),
    ),
    Mutation(
        "a token without end taken",
        "bot/teams/reception/authentication.py",
        'options={"require": ["exp", "iss", "aud"]}',
        'options={"require": ["iss", "aud"]}',
        _AUTHENTICATION,
    ),
    Mutation(
        "audience unchecked",
        "bot/teams/reception/authentication.py",
        'options={"require": ["exp", "iss", "aud"]}',
        'options={"require": ["exp", "iss", "aud"], "verify_aud": False}',
        _AUTHENTICATION,
    ),
    Mutation(
        "issuer unchecked",
        "bot/teams/reception/authentication.py",
        "issuer=ISSUER",
        "issuer=None",
        _AUTHENTICATION,
    ),
    Mutation(
        "endorsement unchecked",
        "bot/teams/reception/authentication.py",
        "if CHANNEL not in key.endorsements or ",
        "if ",
        _AUTHENTICATION,
    ),
    Mutation(
        "a remembered token never ends",
        "bot/teams/reception/authentication.py",
        "if verified.ends_at < time.time():",
        "if verified.ends_at < 0:",
        _AUTHENTICATION,
    ),
    Mutation(
        "a remembered token outlives its key",
        "bot/teams/reception/authentication.py",
        "if verified is None or verified.key is not key:",
        "if verified is None:",
        _AUTHENTICATION,
    ),
    Mutation(
        "channel unchecked",
        "bot/teams/reception/authentication.py",
        "if activity.channel_id != CHANNEL:",
        "if not CHANNEL:",
        _AUTHENTICATION,
    ),
    Mutation(
        "service URL not held against the token",
        "bot/teams/reception/authentication.py",
        "if activity.service_url != proof.service_url:",
        "if not proof.service_url:",
        _AUTHENTICATION,
    ),
    Mutation(
        "tenant unchecked",
        "bot/teams/reception/endpoint.py",
        "if not self._authentication.admits_tenant(activity):",
        "if not activity:",
        _AUTHENTICATION,
    ),
    Mutation(
        "one known tenant among several enough",
        "bot/teams/reception/authentication.py",
        "all(tenant.lower() in self._tenants",
        "any(tenant.lower() in self._tenants",
        _AUTHENTICATION,
    ),
    Mutation(
        "host unchecked when activities come in",
        "bot/teams/reception/authentication.py",
        """        if not self._hosts.allows(activity.service_url):
            raise AuthenticationError("the service URL is not on the allow-list")""",
        "",
        _AUTHENTICATION,
    ),
    Mutation(
        "host unchecked when messages go out",
        "bot/teams/sending/connector.py",
        "if not self._hosts.allows(address.service_url):",
        "if not address.service_url:",
        _CONNECTOR,
    ),
    Mutation(
        "a host's name need only begin right",
        "bot/teams/service_hosts.py",
        'address.netloc.lower().removesuffix(":443") in self._hosts',
        "address.netloc.lower().startswith(tuple(self._hosts))",
        ("tests/bot/teams/test_service_hosts.py",),
    ),
    Mutation(
        "the bearer follows redirects",
        "bot/teams/sending/connector.py",
        "allow_redirects=False",
        "allow_redirects=True",
        _CONNECTOR,
    ),
    Mutation(
        "the client's secret follows redirects",
        "bot/teams/sending/connector_token.py",
        "allow_redirects=False",
        "allow_redirects=True",
        ("tests/bot/teams/sending/test_connector_token.py",),
    ),
    Mutation(
        "readers only preferred",
        "bot/retrieval/first_stage.py",
        "(tantivy.Occur.Must, query) for query in must",
        "(tantivy.Occur.Should, query) for query in must",
        ("tests/contracts/test_retrieval.py", "tests/scenarios/test_crossings.py"),
    ),
    Mutation(
        "restricted chunks indexed as open",
        "bot/retrieval/schema.py",
        "if EVERYONE in chunk.readers",
        "if chunk.readers",
        ("tests/contracts/test_retrieval.py",),
    ),
    Mutation(
        "restricted chunks left out",
        "bot/retrieval/first_stage.py",
        "hits += self._readable(restricted_ones, own, at_most)",
        "hits += self._readable(restricted_ones, (), at_most)",
        ("tests/contracts/test_retrieval.py",),
    ),
    Mutation(
        "guests among everyone",
        "bot/identity/base.py",
        "    if reader.is_guest:\n        return frozenset(own)\n",
        "",
        ("tests/contracts/test_retrieval.py", "tests/bot/identity"),
    ),
    Mutation(
        "groups taken for private chats",
        "bot/teams/inbox/incoming.py",
        'return "private" if is_personal(activity) or passed_on(activity) else "group"',
        'return "private"',
        _GROUPS,
    ),
    Mutation(
        "one memory for all in a group",
        "bot/copilot/copilot.py",
        "key = ConversationKey(turn.conversation_id, turn.user.id)",
        'key = ConversationKey(turn.conversation_id, "")',
        (*_GROUPS, "tests/bot/test_copilot.py"),
    ),
    Mutation(
        "personal data past the gate",
        "bot/teams/inbox/intake.py",
        "        mask_activity(activity, self._mask)",
        "        pass",
        ("tests/scenarios/test_delivery.py", "tests/scenarios/test_properties.py"),
    ),
)
