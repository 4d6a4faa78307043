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
# # Consensus
#
# Eén werkmodel over de rondes: klik in de cel hieronder en druk op Shift+Enter; `?` toont alle toetsen. Alles komt uit
# de tabellen van de laatste `make`. Het tweede deel toont hoe ver codeurs het eens zijn.
#
# One work model over the rounds: click in the cell below and press Shift+Enter; `?` shows all keys. Everything comes
# from the tables of the last `make`. The second part shows how far coders agree.

# %%
from delphi.review.consensus import open_consensus

open_consensus()
