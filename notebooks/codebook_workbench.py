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
# # Werkbank van het codeboek / Codebook workbench
#
# Klik in de cel hieronder en druk op Shift+Enter; `?` toont alle toetsen. Pas `config/codebook.yaml` aan in een ander
# venster: de werkbank leest het meteen opnieuw. Ze toont wat codeurs beslisten: wie nog blind codeert, opent ze niet.
#
# Click in the cell below and press Shift+Enter; `?` shows all keys. Edit `config/codebook.yaml` in another window: the
# workbench reads it again at once. It shows what coders decided: whoever still codes blind does not open it.

# %%
from delphi.review.workbench import open_workbench

open_workbench()
