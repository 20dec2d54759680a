"""What a person may ask of Kollega's own memory: to see it, to have it forgotten, to sign out.

Only whole messages in these words count. A question about what the municipality keeps, or about
signing out of another system, is a question like any other.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.language.analysis import words

Wish = Literal["see", "forget_conversation", "forget_all", "sign_out"]

_LONGEST = 14
"""Words."""
_BEFORE = (
    r"(?:(?:hej|hi|hello|snälla|kollega|please|ok|okej|du)(?: |$))*(?:(?:kan|skulle|vill) du"
    r"(?: kunna)? |jag vill(?: att du)? |jag skulle vilja(?: att du)? |(?:can|could|would) you |"
    r"i want (?:you )?to |i would like (?:you )?to )?(?:snälla |please )?"
)
_AFTER = r"(?: (?:nu|tack|snälla|är du snäll|please|now|thanks|thank you|genast|direkt|kollega))*"
_ABOUT_ME = r"(?:om (?:mig|mej)|about me|on me)"
_KEPT = r"(?:sparat|lagrat|registrerat|samlat(?: in)?|sparad|lagrad|sparade|lagrade|kvar)"
_KEEP = r"(?:har|sparar|lagrar|minns|vet|samlar)"
_FORGET = (
    r"(?:glömm?|glömma|glömmer|radera|raderar|ta bort|tar bort|tar du bort|rensa|rensar|sudda|"
    r"suddar|släng|slänger|nollställ|forget|delete|clear|erase|remove)"
)
_HERE = r"(?: (?:här|nyss|idag|till dig|med dig|hos dig|here|to you|just now|today))*"
_SAID = (
    r"(?:sagt|sa|sade|frågat(?: om)?|frågade(?: om)?|skrivit|skrev|berättat|berättade|pratat om|"
    r"pratade om|said|asked|written|told you|wrote)"
)

_WAYS_TO_SAY: tuple[tuple[Wish, str], ...] = (
    (
        "see",
        rf"(?:va(?:d)? )?har (?:du|ni|kollega) {_KEPT}(?: (?:för )?(?:något|nåt|uppgifter))? "
        rf"{_ABOUT_ME}|"
        rf"vad (?:vet|minns|sparar|lagrar|kommer) (?:du|ni|kollega)(?: ihåg)? {_ABOUT_ME}|"
        rf"vad har (?:du|ni|kollega) för (?:uppgifter|information|data) {_ABOUT_ME}|"
        rf"vilk(?:a|en|et) (?:uppgifter|information|data|personuppgifter) {_KEEP} "
        rf"(?:du|ni|kollega)(?: {_KEPT})? {_ABOUT_ME}|"
        rf"vad (?:finns|är) (?:det )?{_KEPT} {_ABOUT_ME}(?: (?:här|hos dig))?|"
        rf"(?:visa|se)(?: (?:mig|mej))?(?: (?:allt|vad|det))?(?: som)?(?: du)?(?: har)?(?: {_KEPT})"
        rf" {_ABOUT_ME}|"
        r"(?:visa|se)(?: (?:mig|mej))? (?:min historik|mina (?:uppgifter|frågor|data))|"
        r"vilka frågor har jag ställt(?: till dig)?|"
        r"vad har jag (?:frågat|skrivit|sagt)(?: dig| till dig)?(?: om)?(?: (?:tidigare|förut))?|"
        r"what (?:have you|do you|did you|has kollega) (?:saved|stored|save|store|know|remember|"
        r"have|keep|kept|hold)(?: on file)? (?:about|on) me|"
        r"what (?:data|information) do you (?:have|hold|keep|store) (?:about|on) me|"
        r"show(?: me)? (?:(?:what you have|everything you have) (?:saved|stored) about me|"
        r"my (?:data|history|questions))|"
        r"what have i asked(?: you)?(?: before| about)?",
    ),
    (
        "forget_all",
        rf"{_FORGET} (?:allt|alla uppgifter|all information|everything|all|all data|det)"
        rf"(?: (?:som|du|har|vet|minns|{_KEPT}|you|know|have|saved|stored))* {_ABOUT_ME}|"
        rf"{_FORGET} (?:mig|mej|me)|{_FORGET} (?:allt|everything)(?: (?:du|you) (?:vet|minns|know|"
        rf"remember))?|"
        rf"{_FORGET} (?:all |alla )?(?:mina (?:uppgifter|data|personuppgifter)|min data|my data|"
        rf"my information)(?: (?:hos dig|här|i alla samtal))?",
    ),
    (
        "forget_conversation",
        rf"{_FORGET} (?:(?:det här|hela|vårt|mitt|detta|the|this|our|my|whole|den här|hela den "
        r"här|min|denna) )*(?:samtalet|samtal|chatten|chatt|konversationen|konversation|dialogen|"
        rf"historiken|historik|conversation|chat|chat history|history){_HERE}|"
        rf"{_FORGET} (?:det|allt|vad|what|everything|all) (?:som )?(?:jag|vi|i|we) (?:har |have |"
        rf"just |precis )*{_SAID}{_HERE}|"
        rf"{_FORGET} (?:mina|my) (?:frågor|questions)(?: och svar)?{_HERE}",
    ),
    (
        "sign_out",
        r"(?:logga|loggar) (?:ut|av)(?: (?:mig|mej))?"
        r"(?: (?:från|ur) (?:dig|kollega|teams|telefonen|mobilen|den här telefonen))?|"
        r"(?:log|sign) (?:me )?(?:out|off)(?: of (?:kollega|teams|this phone))?|"
        r"logout|signout|utloggning|"
        rf"{_FORGET} (?:mig|mej|me) (?:på|on) (?:den här |this )?(?:telefonen|mobilen|phone)",
    ),
)
_PATTERNS = tuple(
    (wish, re.compile(rf"{_BEFORE}(?:{pattern}){_AFTER}")) for wish, pattern in _WAYS_TO_SAY
)


def recognise_wish(text: str) -> Wish | None:
    """What is wished for, or None."""
    said = words(text)
    if not said or len(said) > _LONGEST:
        return None
    plain = " ".join(said)
    return next((wish for wish, pattern in _PATTERNS if pattern.fullmatch(plain)), None)
