"""The Agents Playground's page as a person uses it: type, read, press; no test here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

BOT = "Kollega"
OPEN_TIMEOUT_MS = 30_000
REPLY_TIMEOUT_MS = 15_000

_HEADER = '//*[@aria-label="Message header"]'
_BY_SOMEBODY = './/*[@aria-label="Message author"]'
_OWN = f"({_HEADER}[not({_BY_SOMEBODY})]/../..)[last()]"
"""The last message of the person at the keyboard: the Playground names the author of others'."""

# Notes each text that the bot's next message shows, and how long after the question.
_WATCH = """
window.kollega = {asked: 0, before: 0, shown: []};
const bubbles = () => [...document.querySelectorAll('[aria-label="Message author"]')]
  .map(author => author.parentElement.parentElement.querySelector('.fai-OutputCard'));
window.kollegaAsks = () => {
  window.kollega = {asked: performance.now(), before: bubbles().length, shown: []};
};
new MutationObserver(() => {
  const {asked, before, shown} = window.kollega;
  const text = asked && bubbles()[before]?.innerText.trim();
  if (text && text !== shown[shown.length - 1]?.text)
    shown.push({text, ms: performance.now() - asked});
}).observe(document, {childList: true, subtree: true, characterData: true});
"""

# The Playground is made for desktops: its panes are at least 400 and 600 pixels wide, and a card
# is as wide as its content. Teams on a phone gives a message the width of the screen.
_PHONE = """
() => {
  for (const pane of document.querySelectorAll('div'))
    if (parseFloat(getComputedStyle(pane).minWidth) >= 300) pane.style.minWidth = '0';
  const style = document.createElement('style');
  style.textContent = `
    h1, [role=toolbar] { display: none !important }
    :has(> [aria-label="Message header"]):has([aria-label="Message author"]) {
      width: calc(100% - 28px); margin-right: 12px !important }
    .fai-OutputCard { flex: 1 1 0; box-sizing: border-box }
    .fai-OutputCard, .fai-OutputCard > * { width: auto; min-width: 0; max-width: 100% }
    .fai-OutputCard:has(.ac-adaptiveCard) { padding: 0 }
    [aria-label="Message header"] * { white-space: nowrap }`;
  document.head.append(style);
}
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that stood in the bot's message at one moment, milliseconds after the question."""

    text: str
    ms: float


@dataclass(frozen=True, slots=True)
class PopUp:
    """What a citation's pop-up says."""

    title: str
    quote: str


class Reply:
    """The bot's messages after the person's last one: text, and buttons below it."""

    def __init__(self, page: Page, rows: Locator) -> None:
        self._page = page
        self.rows = rows

    @property
    def content(self) -> Locator:
        """The bubbles, without author, time and thumbs."""
        return self.rows.locator(".fai-OutputCard")

    @property
    def label(self) -> Locator:
        """ "AI generated", which the Playground puts on text and card."""
        return self.rows.get_by_role("button", name="AI generated").first

    @property
    def markers(self) -> Locator:
        """The citation numbers in the text."""
        return self.rows.locator("p, span").get_by_role("button", name=re.compile(r"^\d+$"))

    @property
    def card(self) -> Locator:
        """The Adaptive Card with the buttons."""
        return self.rows.locator(".ac-adaptiveCard").first

    @property
    def buttons(self) -> Locator:
        """All of the card's; one with an address is a link to assistive technology."""
        return self.card.get_by_role("button").or_(self.card.get_by_role("link"))

    def source_button(self, label: str = "Visa källan") -> Locator:
        """Shows the first source in its context; numbered when there are several."""
        return self.card.get_by_role("button", name=re.compile(rf"^{label}( \[1\])?$"))

    async def text(self) -> str:
        """All that the bubbles say."""
        return "\n".join(await self.content.all_inner_texts())

    async def open_citation(self, number: int) -> PopUp:
        """Open a citation's pop-up with the keyboard and read it."""
        await self.markers.filter(has_text=re.compile(f"^{number}$")).first.focus()
        await self._page.keyboard.press("Enter")
        pop_up = self._page.get_by_role("dialog", name=f"Close Reference {number}")
        await expect(pop_up).to_be_visible()
        # Number, quote, title; the Playground leaves out what else a citation says.
        _, *quote, title = (await pop_up.inner_text()).strip().splitlines()
        return PopUp(title, " ".join(quote))

    async def like(self, comment: str) -> None:
        """Thumbs up, with a comment."""
        await self.rows.get_by_role("button", name="Like", exact=True).first.click()
        form = self._page.get_by_role("dialog", name=re.compile("Submit feedback"))
        await form.get_by_role("textbox").fill(comment)
        await form.get_by_role("button", name="Submit").click()
        await self._page.get_by_role("button", name="Close", exact=True).click()


class PlaygroundPage:
    """One browser window with the Playground."""

    def __init__(self, page: Page, screenshots: Path) -> None:
        self.page = page
        self._screenshots = screenshots

    @classmethod
    async def open(cls, page: Page, address: str, screenshots: Path) -> PlaygroundPage:
        """Open it; the Playground then tells the bot that it has been installed."""
        await page.add_init_script(_WATCH)
        await page.goto(address, wait_until="domcontentloaded")
        # The first time the browser has nine megabytes of script to compile.
        installed = page.get_by_text(re.compile(r"installationUpdate 20\d"))
        await expect(installed).to_be_visible(timeout=OPEN_TIMEOUT_MS)
        # The log beside the chat repeats every message.
        await page.get_by_role("button", name="Hide log panel").click()
        return cls(page, screenshots)

    @property
    def messages_from_bot(self) -> Locator:
        """Every bubble of the bot's in this conversation."""
        author = self.page.locator('[aria-label="Message author"]')
        return author.locator("xpath=../..").locator(".fai-OutputCard")

    @property
    def compose_box(self) -> Locator:
        """Where one writes, at the bottom."""
        return self.page.get_by_role("textbox").last

    async def choose(self, conversation: str) -> None:
        """Go to another chat or channel."""
        await self.page.get_by_role("treeitem", name=conversation).click()

    async def ask(self, question: str, *, mention: bool = False) -> Reply:
        """Type a question and send it with Enter, in a personal or group chat."""
        await self.page.keyboard.press("Escape")  # closes a citation that was left open
        await self._type(self.compose_box, question, mention=mention)
        await self.page.evaluate("kollegaAsks()")
        await self.page.keyboard.press("Enter")
        own = self.page.locator(f"xpath={_OWN}")
        await expect(own).to_contain_text(question, timeout=REPLY_TIMEOUT_MS)
        return Reply(self.page, self.page.locator(f"xpath={_OWN}/following-sibling::div"))

    async def post(self, question: str) -> Reply:
        """Start a thread in a channel."""
        await self._type(self.page.get_by_role("textbox").first, question, mention=True)
        await self.page.get_by_role("button", name="Post", exact=True).click()
        thread = self.page.get_by_role("group").filter(has_text=question).last
        return Reply(self.page, thread)

    async def press(self, button: Locator) -> Locator:
        """Press a button of a card; the bot's answer to it, once it has begun."""
        before = await self.messages_from_bot.count()
        await self.page.evaluate("kollegaAsks()")
        await button.click()
        await expect(self.messages_from_bot.nth(before)).to_be_visible(timeout=REPLY_TIMEOUT_MS)
        return self.messages_from_bot.nth(before)

    async def shown(self) -> list[Shown]:
        """The texts that the bot's message has shown since the question, in order."""
        return [Shown(**one) for one in await self.page.evaluate("window.kollega.shown")]

    async def become_phone(self, *, width: int, height: int) -> None:
        """Narrow the window to a phone's, and stay at the last message, as a client would."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.evaluate(_PHONE)
        await self.messages_from_bot.last.evaluate(
            "bubble => bubble.parentElement.parentElement.scrollIntoView({block: 'end'})"
        )

    async def screenshot(self, name: str) -> None:
        """Save what the window shows, for a person to look at."""
        self._screenshots.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=self._screenshots / f"{name}.png", animations="disabled")

    async def _type(self, box: Locator, text: str, *, mention: bool) -> None:
        await box.click()
        if mention:
            await self.page.keyboard.type(f"@{BOT}")
            await self.page.get_by_role("menuitem", name=BOT).click()
            text = f" {text}"
        await self.page.keyboard.type(text)
