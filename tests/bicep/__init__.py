"""Checks Bicep without the compiler: grammar, names, modules, and the types of Azure's resources.

It is no compiler: expressions are not evaluated, and what a parameter holds is not followed. Where
`az bicep build` exists it has the last word.
"""
