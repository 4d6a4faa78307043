--- The few words that the renderer itself prints, per language.

return {
  nl = {
    tbl = "Tabel", fig = "Figuur", chapter = "Hoofdstuk", section = "Paragraaf", annex = "Bijlage",
    contents = "Inhoud", back = "Terug naar de tabel", skip = "Naar de inhoud", passage = "passage", passages = "passages",
    open = "“", close = "”", top = "Naar boven", by = "door", code = "kenmerk", page = "Pagina", of = "van",
    authors = "Auteurs", date = "Datum", evidence = "Bekijk bij de bewijsplaatsen", quoted = "Bewijsplaats van dit citaat", more = "Schuif opzij om alles te zien →",
  },
  en = {
    tbl = "Table", fig = "Figure", chapter = "Chapter", section = "Section", annex = "Annex",
    contents = "Contents", back = "Back to the table", skip = "Skip to the content", passage = "passage", passages = "passages",
    open = "“", close = "”", top = "To the top", by = "by", code = "code", page = "Page", of = "of",
    authors = "Authors", date = "Date", evidence = "See on the evidence page", quoted = "This quotation on the evidence page", more = "Scroll sideways to see everything →",
  },
}
