"""How the page on an evaluation looks: readable in light and dark, on a phone and on paper."""

STYLE = """
:root { color-scheme: light dark; --text: #1b1b1b; --page: #fff; --line: #767676; --soft: #d6d6d6;
  --bar: #4f52b2; --gone: #a1260d; --new: #0b6a0b }
@media (prefers-color-scheme: dark) { :root { --text: #f0f0f0; --page: #1b1b1b; --line: #9a9a9a;
  --soft: #4a4a4a; --bar: #a6a7fa; --gone: #ff9d8a; --new: #8fd98f } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; color: var(--text);
  background: var(--page) }
main { max-width: 56rem; margin: 0 auto; padding: 1rem }
h1, h2, h3, p, dd { overflow-wrap: anywhere }
th[scope=row] { min-width: 7rem; overflow-wrap: anywhere }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
caption { text-align: left; font-weight: 600; padding: .4rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid var(--line) }
td.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
td.bar { width: 40% }
svg { width: 100%; height: 1rem; vertical-align: middle }
svg .all { fill: var(--soft) } svg .passed { fill: var(--bar) }
article { border: 1px solid var(--line); border-radius: .4rem; padding: .2rem 1rem 1rem;
  margin: 1rem 0; break-inside: avoid }
article p, blockquote { margin: .4rem 0 }
blockquote { white-space: pre-line; padding-left: 1rem; border-left: 4px solid var(--bar) }
del { color: var(--gone) } ins { color: var(--new) }
dt { font-weight: 600; margin-top: .5rem } dd { margin-left: 0 }
@media print { .wide { overflow: visible } main { max-width: none } }
"""
