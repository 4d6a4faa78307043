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
# # Verschillen beslissen / Adjudicate
#
# Klik in de cel hieronder en druk op Shift+Enter. Kies je naam; `?` toont alle toetsen. Je ziet de beurten
# waarop codeurs verschillen. Elke beslissing staat meteen in `data/coded/adjudications.csv`.
#
# Click in the cell below and press Shift+Enter. Pick your name; `?` shows all keys. You see the turns on
# which coders differ. Every decision is at once in `data/coded/adjudications.csv`.

# %%
from delphi.review.adjudicate import open_adjudication

open_adjudication()
