"""Tells the sentences that give orders to whoever answers from a document.

The words are those of published attacks (BIPIA, chat templates, jailbreaks) and their Swedish kin,
written against two thirds of tests/data/instructions.tsv and held against the rest, and against
passages of authorities, which must stay untouched.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from bot.language.sentences import split_sentences

Finding = Literal["order", "doubtful"]

_AI = (
    r"(?:AI(?:-?(?:assistent|agent|modell|bot|verktyg)\w*|:n|[ -](?:assistant|model|system|bot"
    r"|agent)s?)?|språkmodell\w*|chatt?bot\w*|kopilot\w*|copilot|language models?|LLMs?"
    r"|(?:large )?language model)"
)
_SAY = (
    r"(?:svara (?:bara|att|med|alltid)|säga|säg|påstå|nämna?|rekommendera|dölja|dölj|ignorera"
    r"|mejla|skicka|sammanfatta|hänvisa|anropa|visa|skriva? ut|länka)"
)
_SAY_EN = (
    r"(?:please|do not|don't|never|always|you (?:must|should|are)|call|tell|send|reply|answer"
    r"|ignore|say|recommend|reveal|print)"
)
_ORDERS = (
    # Marks of chat templates and tool calls.
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[/?INST\]|<</?SYS>>",
    r"^#{1,4} ?(?:system|instructions?|assistant) ?:",
    r"^(?:system|developer|assistant|systemprompt) ?(?:prompt|message)? ?: ?.*\b(?:you (?:are|must)"
    r"|the user (?:is|has)|assistenten (?:ska|måste)|du är en|ignorera|ignore)\b",
    r"^system ?: ?(?:svara|säg|nämn|visa) (?:bara|att|alltid|aldrig|inte)\b",
    r"[\"'<](?:tool_calls?|function_call|tool_use)\b|</?(?:tool_call|function_call|invoke)\b",
    r"\b(?:anropa (?:verktyget|funktionen)|(?:call|use) the (?:tool|function)) \w+[_(]",
    r"!\[[^\]]*\]\(\s*https?://[^)\s]*(?:\{\{?|\[|%7B|\$\{|<)",
    r"#{1,4} ?\(?system_message\b|^IMPORTANT!+ (?:ignore|disregard)\b",
    # Something is to be written out, and nothing else.
    r"\b(?:just|only) (?:print|output)\b|\bconcatenate (?:these|the following) strings\b",
    r"\bprint the following\b|\bignore the (?:rest of|above)\b",
    # Earlier instructions are to be forgotten, or shown.
    r"\b(?:ignore|disregard|forget|override|bypass) (?:(?:all|any|everything|of|the|your|these|that"
    r"|those) ?)*(?:(?:previous|prior|above|earlier|preceding|system)\b|instructions\b|guidelines\b"
    r"|rules\b|you (?:were|have been) (?:told|given))",
    r"\bdo not follow (?:the|your) (?:previous )?(?:rules|instructions|guidelines)\b",
    r"\b(?:ignorera|bortse från|glöm|strunta i|åsidosätt) (?:alla|samtliga|allt|dina|reglerna du)\b"
    r".{0,30}\b(?:instruktion\w*|regler\w*|prompt\w*|direktiv\w*|fått)\b",
    r"\b(?:ignorera|bortse från|glöm|strunta i)\b.{0,50}\b(?:instruktion\w*|regler\w*|prompt\w*"
    r"|fått veta)\b.{0,20}\boch (?:svara|visa|skriv|säg|gör|följ|länka|mejla|skicka)\b",
    r"\b(?:strunta i|bortse från) reglerna du (?:har )?fått\b.{0,5}\boch (?:skriv|visa|svara)",
    r"\bföljs? inte (?:dina|de) (?:tidigare )?(?:regler|instruktioner)\b",
    r"\b(?:reveal|show|print|repeat|output|display)\b.{0,40}\b(?:system prompt|hidden instructions"
    r"|your (?:instructions|prompt|rules)|(?:whole|entire) conversation)\b",
    r"\b(?:visa|upprepa|skriv ut|avslöja|återge)\b.{0,30}\b(?:systemprompt\w*|dolda instruktioner"
    r"|dina (?:instruktioner|regler)|hela konversationen)\b",
    r"\b(?:administrator|developer|system) override\b"
    r"|^(?:output|display|print) (?:the )?(?:initiali[sz]ation|system) (?:string|prompt|config)",
    # A new part to play.
    r"\byou are (?:now|no longer) (?:an? |the )?(?:\w+ ){0,2}(?:assistant|AI|model|bot|chatbot|DAN"
    r"|hacker|persona)\b",
    r"\bdu är (?:nu|inte längre) (?:en |ett )?(?:\w+ ){0,2}(?:assistent|AI|språkmodell|modell|bot"
    r"|chatt?bot|hackare)\b|\bdu är inte längre (?-i:Kollega)\b",
    r"\bfrom now on,? you (?:will|must|are to|shall) (?:act|behave|answer|respond|reply|pretend)\b",
    r"\bfrån och med nu ska du (?:agera som|svara|låtsas|bete dig)\b",
    r"^(?:please )?pretend (?:to be|that you are|you are)\b|^låtsas att du är\b",
    # The assistant is spoken to, or told what to say.
    rf"^(?:dear |hey |hi |attention,? )?(?:assistant|{_AI}) ?[,:!] ?{_SAY_EN}\b",
    rf"^(?:note|instructions?|message) (?:to|for) (?:the |an? )?{_AI} ?[:,]",
    rf"^(?:hej |obs,? |till )?{_AI} ?[,:!] ?(?:{_SAY}|du ska|ignorera)\b",
    rf"\b(?:instruktion(?:er)?|meddelande|hälsning) till {_AI} ?[:!]",
    rf"\btill dig som är (?:en )?{_AI} ?[:,!]",
    rf"^hej,? {_AI} ?!",
    rf"\bif you(?: are|'re) (?:an? )?{_AI}\b",
    rf"\bom du är (?:en )?{_AI}(?=[ ,])",
    r"\b(?:AI-assistenten|chatt?boten|språkmodellen|kopiloten) (?:ska|skall|måste) "
    r"(?:alltid |aldrig |inte |bara )*(?:svara (?:bara(?! på)|att)|säga|påstå|nämna att"
    r"|rekommendera|dölja|mejla)\b",
    r"(?-i:\bKollega) (?:ska|måste) (?:alltid |aldrig |inte )*(?:svara att|säga|påstå|nämna|"
    r"rekommendera|dölja)\b",
    # What was said is to be sent away.
    r"\b(?:skicka|mejla|posta|send|e-?mail|post|forward)\b.{0,60}\b(?:hela (?:konversationen"
    r"|chatten)|chatthistorik\w*|(?:whole|entire|full) (?:conversation|chat)|chat history"
    r"|användarens \w+|the user's \w+)\b",
)
_VERB_EN = (
    r"(?:add|include|insert|append|integrate|incorporate|modify|change|adjust|replace|rewrite"
    r"|write|provide|give|render|use|end|begin|start|finish|convert|translate|remove|group|combine"
    r"|introduce|misspell|scramble|jumble|rearrange|shuffle|anagram|substitute|augment|enhance"
    r"|extend|mention|recommend|suggest|tease|promote|link)"
)
_REPLY_EN = r"(?:your|every|each) (?:answers?|repl(?:y|ies)|responses?|outputs?|message)"
_VERB = (
    r"(?:lägg till|avsluta|inled|börja|rekommendera|nämn|länka|infoga|uppmana|byt ut|ersätt|använd"
    r"|översätt|ta med|ta bort)"
)
_DOUBTFUL = (
    rf"^(?:please )?{_VERB_EN}\b.{{0,120}}\b{_REPLY_EN}\b",
    rf"^(?:in|throughout|at the end of) {_REPLY_EN},? {_VERB_EN}\b",
    rf"^{_VERB}\b.{{0,120}}\b(?:ditt|dina|varje) svar\b",
    rf"\bi (?:ditt|dina|varje) svar,? (?:ska du )?{_VERB}\b",
    r"^(?:skriv|säg|återge|upprepa)\b.{0,120}\bi (?:ditt|dina|varje) svar\b(?! till\b)",
    # Personal assistants are told such things too.
    r"\bassistenten (?:ska|skall|måste) (?:alltid |aldrig |inte |bara )*(?:svara|säga|påstå) att\b",
    r"^assistent(?:en)? ?[,:!] ?(?:svara|säg|visa|mejla|skicka|ignorera|nämn)\b",
    r"^skriv (?:ditt svar|svaret) (?:baklänges|utan|i versaler|på rim|med)\b",
    r"^(?:ignorera|bortse från|glöm) (?:tidigare|ovanstående|föregående) instruktion\w*\b",
)
_HINTS = (
    "instruktion", "instruction", "regler", "rules", "guideline", "prompt", "direktiv", "fått",
    "assist", "modell", "model", "bot", "hack", "dan", "copilot", "kopilot", "llm", "kollega",
    "system", "konversation", "conversation", "chat", "användarens", "user", "tool", "funktion",
    "function", "verktyg", "svar", "answer", "repl", "respon", "output", "message", "låtsas",
    "pretend", "previous", "above", "prior", "earlier", "told", "ai ", "ai-", "ai:", "ai,", "ai!",
    "print", "output", "concatenate", "ignore", "system_message", "![",
    "<|", "\",\"", "\", \"", "[inst", "[/inst", "<<sys", "med nu", "from now",
)  # fmt: skip
"""Of which one is in every order: what has none need not be looked at closely."""
_QUOTED = re.compile(r"[\"”“«»’][^\"”“«»’]{3,}[\"”“«»’]")
_PIECES = re.compile(r"(?:\"[^\"\n]{0,20}\", ?){3}")
_MARKUP = re.compile(r"[\[\]]|:/")
"""In pieces that somebody is to put together: a link or an image."""
_LONGEST = 1000
"""Characters of one sentence that are looked at."""


def finding(sentence: str) -> Finding | None:
    """What a sentence is, if it is not a plain one."""
    text = sentence[:_LONGEST].strip()
    if _PIECES.search(text) and _MARKUP.search(text):
        return "order"
    outside = _QUOTED.sub(lambda match: " " if match[0] != text else match[0], text)
    order = _any_of(_ORDERS)
    if order.search(text) and order.search(outside):
        return "order"
    return "doubtful" if _any_of(_DOUBTFUL).search(outside) else None


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Made when a text may hold orders, which few do: it takes longer than a turn."""
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)


def may_hold_orders(text: str) -> bool:
    """Whether a text is worth looking at sentence by sentence; cheap."""
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def without_orders(text: str) -> str:
    """The text without the sentences that are or might be orders to whoever answers from it, and
    without what follows an order on its line."""
    if not may_hold_orders(text):
        return text
    return "\n".join(map(_line_without_orders, text.split("\n")))


def _line_without_orders(line: str) -> str:
    kept: list[str] = []
    for sentence in split_sentences(line) if may_hold_orders(line) else ():
        found = finding(sentence)
        if found == "order":
            return " ".join(kept)
        if found is None:
            kept.append(sentence)
    return " ".join(kept) if may_hold_orders(line) else line
