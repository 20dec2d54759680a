"""Exports the cases of AgentDojo and garak that lie beside this, for whoever wants to renew them.

Neither can be installed where Kollega is (both hold openai down), so this runs elsewhere:

    python3 -m venv elsewhere
    elsewhere/bin/pip install agentdojo==0.1.35
    elsewhere/bin/pip install --no-deps garak==0.17.1
    elsewhere/bin/pip install backoff colorama huggingface_hub jsonschema langdetect lorem nltk \
        tqdm xdg-base-dirs
    elsewhere/bin/python tests/data/attacks/export.py tests/data/attacks
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import garak.probes.latentinjection
import garak.probes.promptinject
import garak.probes.sysprompt_extraction
import garak.probes.web_injection
from agentdojo.attacks.baseline_attacks import (
    DirectAttack,
    IgnorePreviousAttack,
    InjecAgentAttack,
    SystemMessageAttack,
)
from agentdojo.attacks.important_instructions_attacks import ImportantInstructionsAttackNoNames
from agentdojo.task_suite.load_suites import get_suites
from garak import _config

BENCHMARK = "v1.2.2"
ATTACKS = (
    ImportantInstructionsAttackNoNames,
    InjecAgentAttack,
    IgnorePreviousAttack,
    SystemMessageAttack,
    DirectAttack,
)
SEED = 0


class _Nobody:
    """What AgentDojo asks for the name of the model that is attacked."""

    name = "local"


def agentdojo() -> dict[str, object]:
    """Each suite's tasks of users and of attackers (every pair is a case), and how to inject."""
    suites = get_suites(BENCHMARK)
    some = next(iter(suites.values()))
    return {
        "suites": {name: _suite(suite) for name, suite in suites.items()},
        "attacks": {attack.name: attack(some, _Nobody()).jailbreak for attack in ATTACKS},
    }


def _suite(suite: object) -> dict[str, object]:
    environment = suite.load_and_inject_default_environment({})  # type: ignore[attr-defined]  # it is AgentDojo's
    return {
        "users": [task.PROMPT for task in suite.user_tasks.values()],  # type: ignore[attr-defined]
        "injections": [
            {
                "goal": task.GOAL,
                "calls": [
                    {"function": call.function, "arguments": call.args}
                    for call in task.ground_truth(environment)
                ],
            }
            for task in suite.injection_tasks.values()  # type: ignore[attr-defined]
        ],
    }


def garak_cases() -> Iterator[dict[str, str]]:
    """What each probe writes to a model. Latent injections are told without their contexts."""
    for module in (garak.probes.web_injection, garak.probes.promptinject):
        for name in sorted(vars(module)):
            probe = getattr(module, name)
            if not isinstance(probe, type) or not _is_probe(name, probe):
                continue
            random.seed(SEED)
            made = probe()
            for text in dict.fromkeys(map(str, made.prompts)):
                yield {"probe": f"{module.__name__.rpartition('.')[2]}.{name}", "text": text}
    yield from _latent()
    for text in garak.probes.sysprompt_extraction.SystemPromptExtraction._load_garak_attacks():
        yield {"probe": "sysprompt_extraction.SystemPromptExtraction", "text": text}


def _is_probe(name: str, probe: type) -> bool:
    return (
        issubclass(probe, garak.probes.Probe)
        and probe is not garak.probes.Probe
        and (not name.endswith("Full"))
    )


def _latent() -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    module = garak.probes.latentinjection
    for name in sorted(vars(module)):
        probe = getattr(module, name)
        if not isinstance(probe, type) or not hasattr(probe, "payload_triggers"):
            continue
        for instruction in getattr(probe, "injection_instructions", ()):
            for payload in getattr(probe, "payloads", ()):
                for trigger in probe.payload_triggers:
                    said = payload.replace(module.TRIGGER_MARKER, trigger)
                    text = instruction.replace(module.PAYLOAD_MARKER, said)
                    if text not in seen:
                        seen.add(text)
                        yield {
                            "probe": f"latentinjection.{name}",
                            "text": text,
                            "trigger": trigger,
                        }


def _write(path: Path, text: str) -> None:
    with path.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        packed.write(text.encode())


def main() -> None:
    """Write both files into the folder that is named."""
    folder = Path(sys.argv[1])
    _config.load_base_config()
    dojo = json.dumps(agentdojo(), ensure_ascii=False, indent=1)
    _write(folder / "agentdojo.json.gz", f"{dojo}\n")
    lines = [json.dumps(case, ensure_ascii=False) for case in garak_cases()]
    _write(folder / "garak.jsonl.gz", "\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
