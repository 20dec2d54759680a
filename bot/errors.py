"""Every error Kollega raises on purpose.

KollegaError
├── ConfigurationError      a setting is missing or wrong; stops start-up (exit code 2)
├── UnknownPersonError      nobody by that key or id
├── DocumentError           one document cannot be read; the rest of the source can
├── AccessFileError         an access.toml is malformed; its subtree is withdrawn
├── PackageError            the Teams admin center would refuse the app package
├── AuthenticationError     a request to the bot endpoint that does not prove who sent it
├── SignInRequired          the person must sign in, consent, or prove more than before
│   └── ConsentRequired     an administrator must consent before anybody can sign in
├── GuestRefused            a guest of the organisation, where guests are not let in
├── RecordsHeld             a hold forbids that something is deleted
├── SendError               the channel refused or lost a message
├── FileTransferError       a file of a chat cannot be fetched or put
├── AttachmentError         a file that came with a message cannot be read
└── UnavailableError        a dependency does not answer
    ├── DirectoryUnavailable
    ├── TokenUnavailable    Entra gives no token for the person, through no fault of theirs
    ├── CalendarUnavailable
    ├── RetrievalUnavailable
    ├── ModelUnavailable
    │   └── BudgetSpent     the municipality's tokens for today are used up
    └── StorageUnavailable

The text of an error is for IT and for logs: it never holds message text, tokens or personal data.
"""

from __future__ import annotations

from typing import Literal


class KollegaError(Exception):
    """Base of every error raised on purpose."""


class ConfigurationError(KollegaError):
    """A setting is missing or wrong. The message names the setting and what to put there."""


class UnknownPersonError(KollegaError):
    """No person has this key or id."""


class DocumentError(KollegaError):
    """One document cannot be read; `str(error)` is the reason shown to whoever ingests it."""


class RecordsHeld(KollegaError):
    """Somebody has asked for the records, so they may not be deleted."""


class AccessFileError(KollegaError):
    """An access.toml is malformed, so nobody may read what it governs."""


class PackageError(KollegaError):
    """The Teams admin center would refuse the package; the text names each fault."""


class AuthenticationError(KollegaError):
    """A request does not prove that it comes from the channel; answered with 401."""


class SignInRequired(KollegaError):
    """Nothing can be done in the person's name until they have signed in.

    `claims` is what Entra demands beyond that (a claims request, JSON), if it said so: signing in
    silently again would not help. https://learn.microsoft.com/entra/identity-platform/claims-challenge
    """

    def __init__(self, reason: str, *, claims: str | None = None) -> None:
        super().__init__(reason)
        self.claims = claims


class ConsentRequired(SignInRequired):
    """Nobody has let the app do what it needs in people's names."""


class GuestRefused(KollegaError):
    """The person is a guest, and the municipality has decided not to let guests in."""


class MalformedActivityError(KollegaError):
    """A request's body is not an activity; answered with 400. The text says which part."""


class SendError(KollegaError):
    """A message could not be delivered.

    `unsent` is true only when it is certain that the receiver never saw the message, so that
    sending it again cannot show it twice. `status` is the HTTP status, if there was an answer,
    and `detail` what the channel gave as its reason.
    """

    def __init__(
        self, reason: str, *, unsent: bool, status: int | None = None, detail: str = ""
    ) -> None:
        super().__init__(reason)
        self.unsent = unsent
        self.status = status
        self.detail = detail


class FileTransferError(KollegaError):
    """A file of a chat could not be fetched or put. Never holds the address, which is signed.

    "refused": the address may not be connected to; "gone": it is no longer valid.
    """

    def __init__(self, kind: Literal["refused", "gone", "too_large", "unreachable"]) -> None:
        super().__init__(kind)
        self.kind = kind


class AttachmentError(KollegaError):
    """A file that came with a message cannot be read."""

    def __init__(
        self, kind: Literal["too_large", "unsupported", "gone", "unreachable", "damaged"]
    ) -> None:
        super().__init__(kind)
        self.kind = kind


class UnavailableError(KollegaError):
    """A dependency failed or did not answer in time.

    `retry_after_s`: when it makes sense to try again, in seconds, where that is known.
    """

    def __init__(self, reason: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class DirectoryUnavailable(UnavailableError):
    """Who the person is, or which groups they belong to, cannot be found out now."""


class TokenUnavailable(UnavailableError):
    """Entra does not answer, or refuses the application itself."""


class CalendarUnavailable(UnavailableError):
    """The calendar cannot be read or written now."""


class NoMailbox(CalendarUnavailable):
    """Whoever asks has no calendar of their own in Microsoft 365."""


class RetrievalUnavailable(UnavailableError):
    """The index cannot be searched or written now."""


class ModelUnavailable(UnavailableError):
    """The language model failed, refused or was too slow."""


class BudgetSpent(ModelUnavailable):
    """What the municipality lets the model cost in a day is spent."""


class StorageUnavailable(UnavailableError):
    """Conversations or the inbox cannot be read or written now."""
