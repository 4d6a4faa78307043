# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Tags nakijken / Check tags
#
# Klik in de cel hieronder en druk op Shift+Enter. Kies je naam en een gesprek; `?` toont alle toetsen.
# Elke beslissing staat meteen in `data/coded/decisions/<naam>.csv`. Je mag altijd stoppen.
#
# Click in the cell below and press Shift+Enter. Pick your name and a transcript; `?` shows all keys.
# Every decision is at once in `data/coded/decisions/<name>.csv`. You may stop at any time.

# %%
from delphi.review import open_desk

open_desk()
