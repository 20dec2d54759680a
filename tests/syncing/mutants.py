"""Syncs with one mistake each, which the model must find. The bot knows nothing of them."""

from __future__ import annotations

from tests.syncing.parts import Mutant

MUTANTS = {
    "what is pending is taken for indexed": Mutant(
        "plan", 'row.status == "pending" or row.placement', "row.placement", is_found_soon=True
    ),
    "what is gone stays": Mutant(
        "plan",
        "elif row.id not in unseen:\n            plan.delete.append(row.id)",
        "elif row.id not in unseen:\n            pass",
        is_found_soon=True,
    ),
    "a new parser reads nothing again": Mutant(
        "plan",
        "(row.version, row.read_by) != (document.version, read_by)",
        "row.version != document.version",
        is_found_soon=True,
    ),
    "texts are read before access is taken away": Mutant(
        "run", "        await self._place(plan.narrow)\n", "", is_found_soon=True
    ),
    "confirmed before it is written": Mutant(
        "writer",
        "await self._index.upsert(chunks)",
        "await asyncio.to_thread(self._ledger.confirm, [row.id for row, _ in entries])\n"
        "            await self._index.upsert(chunks)",
    ),
    "not said to be pending before it is dropped": Mutant(
        "writer",
        "            await asyncio.to_thread(self._ledger.unsettle, document_ids)\n",
        "",
    ),
    "forgotten before it is dropped": Mutant(
        "writer",
        "            await self._withdraw([one for one in batch if self.holds(one)])\n"
        "            if not self._dry_run:\n"
        "                await asyncio.to_thread(self._ledger.forget, batch)\n",
        "            if not self._dry_run:\n"
        "                await asyncio.to_thread(self._ledger.forget, batch)\n"
        "            await self._withdraw([one for one in batch if self.holds(one)])\n",
    ),
    "what cannot be read any more stays": Mutant(
        "writer",
        "await self._withdraw([document.id] if self.holds(document.id) else [])",
        "pass",
    ),
    "what only the index knows of stays": Mutant(
        "writer", "await self._index.delete(orphans)", "pass"
    ),
    "an old text is kept": Mutant(
        "ledger", "coalesce(excluded.reading, reading)", "coalesce(reading, excluded.reading)"
    ),
    "who may read is not remembered": Mutant(
        "ledger", "placement = excluded.placement, ", "", is_found_soon=True
    ),
    "a timeout withdraws": Mutant(
        "run", "if reason.is_temporary:", "if False:", is_found_soon=True
    ),
    "what may not be fetched stays": Mutant(
        "run", "await self._writer.delete([document.id])", "pass"
    ),
    "a nearer file widens": Mutant(
        "access", "both = one & other", "both = one | other", is_found_soon=True
    ),
    "a nearer group does not narrow": Mutant(
        "access",
        "    return _in_both(readers, stated)\n",
        "    return readers if EVERYONE in readers else _in_both(readers, stated)\n",
    ),
    "a malformed file is passed over": Mutant(
        "access", "return AccessFileError(_below(folder, FILE_NAME))", "return None"
    ),
    "an entry for a folder is passed over": Mutant(
        "access_file", "range(1, len(names) + 1)", "range(len(names), len(names) + 1)"
    ),
    "a dry run writes": Mutant(
        "writer", "if entries and not self._dry_run:", "if entries:", is_found_soon=True
    ),
}
