"""botbuilder's adapter over our own sender."""

from __future__ import annotations

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

INVOKE_RESPONSE = BotAdapter._INVOKE_RESPONSE_KEY


class ChannelAdapter(BotAdapter):  # type: ignore[misc]  # botbuilder is untyped
    """Keeps the answer to an invoke; everything else is sent through a `Presenter`.

    botbuilder's own adapters send through a client that they build for every turn, in threads,
    serialise invoke answers twice and lose the properties of entities.
    """

    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        """Take note of an invoke response; nothing else may come this way."""
        for activity in activities:
            if activity.type != ActivityTypes.invoke_response:
                raise NotImplementedError("replies are sent through the turn's Presenter")
            context.turn_state[INVOKE_RESPONSE] = activity
        return [ResourceResponse() for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        """Replies are replaced through the turn's `Presenter`."""
        raise NotImplementedError

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Nothing is deleted."""
        raise NotImplementedError
