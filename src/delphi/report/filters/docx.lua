--- DOCX: pandoc builds the tables; paragraph styles tell `render_docx` what each cell is.

local M = dofile(pandoc.path.join { pandoc.path.directory(PANDOC_SCRIPT_FILE), "html.lua" })
local tools, words
local prepare_html = M.prepare

function M.prepare(given)
  tools, words = given, given.words
  prepare_html(given)
end

local function str(text) return pandoc.Str(text) end
-- pandoc drops a paragraph without anything in it, and Word then makes one table of two.
local EMPTY = pandoc.RawInline("openxml", "<w:r/>")
local TAB = pandoc.RawInline("openxml", "<w:r><w:tab/></w:r>")
local function styled(style, blocks) return pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = style })) end
local function worded(style, inlines)
  return pandoc.Span(inlines, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

local function run(r)
  local inlines = { str(r.text) }
  if r.text == "\u{2610}" then inlines = { worded("Tick", inlines) } end
  if r.strong then inlines = { pandoc.Strong(inlines) } end
  if r.emph then inlines = { pandoc.Emph(inlines) } end
  if r.muted then inlines = { worded("Muted", inlines) } end
  local target = tools.href(r)
  if target:match("^#") then inlines = { pandoc.Link({ worded("Statement", inlines) }, target) }
  elseif target ~= "" then inlines = { pandoc.Link(inlines, target) } end
  if r.anchor ~= "" then inlines = { pandoc.Span(inlines, pandoc.Attr(r.anchor)) } end
  return inlines
end

local function runs(list)
  local out = pandoc.Inlines {}
  for _, r in ipairs(list) do out:extend(run(r)) end
  return out
end

local function items(list)
  local out = {}
  for i, item in ipairs(list) do
    local inlines = runs(item.runs)
    if item.note ~= "" then inlines:extend { pandoc.LineBreak(), worded("Muted", { str(item.note) }) } end
    local blocks = pandoc.Blocks { pandoc.Plain(inlines) }
    if #item.items > 0 then blocks:insert(items(item.items)) end
    out[i] = blocks
  end
  return pandoc.BulletList(out)
end

local function cell(pieces)
  local out = pandoc.Blocks {}
  for _, piece in ipairs(pieces) do
    if piece.kind == "list" then
      out:insert(items(piece.items))
    else
      out:insert(styled(piece.heading and "Cell Heading" or "Cell Text", { pandoc.Para(runs(piece.runs)) }))
    end
  end
  if #out == 0 then out:insert(styled("Cell Text", { pandoc.Para { EMPTY } })) end
  return out
end

local TONES = { positive = "Swot Positive", negative = "Swot Negative", neutral = "Swot Neutral" }
local ALIGN = { l = "AlignLeft", c = "AlignCenter", r = "AlignRight" }

local function caption(div, text)
  return styled("Table Caption", { pandoc.Para { pandoc.Span(
    { pandoc.Strong { str(div.attributes.label .. ".") }, pandoc.Space(), str(text) },
    pandoc.Attr(div.identifier)) } })
end

local function table_of(style, columns, heads, rows)
  return pandoc.Table({ long = {} }, columns, pandoc.TableHead(#heads > 0 and { pandoc.Row(heads) } or {}),
    { { attr = pandoc.Attr(), row_head_columns = 0, head = {}, body = rows } }, pandoc.TableFoot {},
    pandoc.Attr("", {}, { ["custom-style"] = style }))
end

--- A table of its own for each pair of blocks, so that Word repeats their headers.
local function swot(piece)
  local out = pandoc.Blocks {}
  for i = 1, #piece.blocks, 2 do
    local pair = { piece.blocks[i], piece.blocks[i + 1] }
    local columns, heads, cells = {}, {}, {}
    for j, each in ipairs(pair) do
      columns[j] = { "AlignLeft", 1 / #pair }
      heads[j] = pandoc.Cell { styled(TONES[each.tone], { pandoc.Para { str(each.label) } }) }
      cells[j] = pandoc.Cell(cell(each.cell))
    end
    out:insert(table_of("Swot", columns, heads, { pandoc.Row(cells) }))
    out:insert(styled("Table Gap", { pandoc.Para { EMPTY } }))
  end
  return out
end

local function grid(piece)
  local n = math.max(#piece.columns, 1)
  for _, row in ipairs(piece.rows) do n = math.max(n, #row) end
  local columns, heads, rows = {}, {}, {}
  for i = 1, n do columns[i] = { ALIGN[piece.align:sub(i, i)] or "AlignLeft", piece.widths[i] or 1 / n } end
  for i, name in ipairs(piece.columns) do
    heads[i] = pandoc.Cell { styled("Table Head", { pandoc.Para { str(name) } }) }
  end
  for i, row in ipairs(piece.rows) do
    local cells = {}
    for j = 1, n do cells[j] = pandoc.Cell(cell(row[j] or {})) end
    rows[i] = pandoc.Row(cells)
  end
  return pandoc.Blocks { table_of("Grid", columns, heads, rows) }
end

function M.tables(piece, div)
  local blocks = pandoc.Blocks { caption(div, piece.caption) }
  blocks:extend(piece.layout == "swot" and swot(piece) or grid(piece))
  if piece.note ~= "" then
    blocks:insert(styled("Table Note", { pandoc.Para { str(piece.note) } }))
  elseif piece.layout ~= "swot" then
    blocks:insert(styled("Table Gap", { pandoc.Para { EMPTY } }))
  end
  return blocks
end

--- What was said; what stands in brackets is the researcher's and not in italics.
local function spoken(text)
  local out, at = pandoc.Inlines {}, 1
  for from, inside, to in text:gmatch("()(%[[^%[%]]*%])()") do
    if from > at then out:insert(str(text:sub(at, from - 1))) end
    out:insert(worded("Editor", { str(inside) }))
    at = to
  end
  if at <= #text then out:insert(str(text:sub(at))) end
  return out
end

function M.quotations(piece)
  local inlines = spoken(tools.unstopped(piece))
  if piece.attribution ~= "" then
    inlines:extend { pandoc.Space(), worded("Editor", { str("(" .. piece.attribution .. ").") }) }
  end
  return pandoc.Blocks { styled("Quotation", { pandoc.Para(inlines) }) }
end

function M.passages(piece, div)
  local title = pandoc.Inlines { pandoc.Span({ str(piece.title) }, pandoc.Attr(div.identifier)) }
  local back = tools.safe("st-" .. div.attributes.key)
  if tools.anchors[back] then title:extend { pandoc.Space(), pandoc.Link({ str("↑") }, "#" .. back) } end
  local blocks = pandoc.Blocks { styled("Passages Title", { pandoc.Para(title) }) }
  if piece.note ~= "" then blocks:insert(styled("Passages History", { pandoc.Para { str(piece.note) } })) end
  for _, p in ipairs(piece.passages) do
    blocks:insert(styled("Passage", { pandoc.Para { str(p.text) } }))
    local parts = {}
    for _, part in ipairs { p.attribution, p.stance, p.mark, p.code } do
      if part ~= "" then table.insert(parts, part) end
    end
    blocks:insert(styled("Passage Source", { pandoc.Para { str(table.concat(parts, " · ")) } }))
  end
  return blocks
end

function M.figures(piece, div)
  local image = pandoc.Image({ str(piece.alt) }, piece.file .. ".png", "", pandoc.Attr("", {}, { width = piece.width }))
  return pandoc.Blocks { caption(div, piece.caption), styled("Picture", { pandoc.Para { image } }) }
end

--- A box to tick stays with its words, and each choice has its place on the line.
function M.reactions(piece)
  local number = worded("Reaction Number", { str(piece.number) })
  local blocks = pandoc.Blocks { styled("Reaction", { pandoc.Para { number, TAB, str(piece.statement) } }) }
  for _, note in ipairs(piece.notes) do
    blocks:insert(styled("Reaction Note", { pandoc.Para { str(note) } }))
  end
  local choices = pandoc.Inlines {}
  for i, choice in ipairs(piece.choices) do
    if i > 1 then choices:insert(TAB) end
    choices:extend { worded("Tick", { str("\u{2610}") }), str("\u{a0}" .. choice) }
  end
  if #choices > 0 then blocks:insert(styled("Reaction Choices", { pandoc.Para(choices) })) end
  for i = 1, piece.lines do
    local text = i == 1 and str(piece.why) or EMPTY
    blocks:insert(styled(i == piece.lines and "Reaction Last Line" or "Reaction Line", { pandoc.Para { text } }))
  end
  return blocks
end

M.filter = {
  Header = function(h)
    local number = h.attributes.number
    h.attributes.number = nil
    if number then
      h.content:insert(1, worded("Section Number", { str(number) }))
      h.content:insert(2, TAB)
    end
    return h
  end,
  Figure = function(f)
    local label = f.attributes.label
    f.attributes.label = nil
    local inlines = pandoc.Inlines { pandoc.Strong { str((label or "") .. ".") }, pandoc.Space() }
    if f.caption.long[1] then inlines:extend(f.caption.long[1].content) end
    local blocks = pandoc.Blocks { styled("Table Caption", { pandoc.Para { pandoc.Span(inlines, pandoc.Attr(f.identifier)) } }) }
    blocks:extend(f.content)
    return blocks
  end,
  Table = function(t)
    local label = t.attributes.label
    t.attributes.label = nil
    if label and t.caption.long[1] then
      t.caption.long[1].content:insert(1, pandoc.Space())
      t.caption.long[1].content:insert(1, pandoc.Strong { str(label .. ".") })
    end
    return t
  end,
  Div = function(d)
    if d.classes:includes("note") then return styled("Note", d.content) end
  end,
}

--- A table of contents with links, inside the field that Word can update.
local function contents(doc)
  local out = pandoc.Blocks { styled("TOC Heading", { pandoc.Para { str(words.contents) } }) }
  local entries = {}
  for _, b in ipairs(doc.blocks) do
    if b.t == "Header" and b.level <= 2 and not b.classes:includes("unlisted") then table.insert(entries, b) end
  end
  local function raw(xml) return pandoc.RawInline("openxml", xml) end
  for i, h in ipairs(entries) do
    local inlines = pandoc.Inlines {}
    if i == 1 then
      inlines:insert(raw('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'))
    end
    inlines:insert(pandoc.Link(h.content:clone(), "#" .. h.identifier))
    if i == #entries then inlines:insert(raw('<w:r><w:fldChar w:fldCharType="end"/></w:r>')) end
    out:insert(styled("TOC " .. h.level, { pandoc.Para(inlines) }))
  end
  return #entries > 0 and out or pandoc.Blocks {}
end

function M.finish(doc)
  local c = tools.content
  local front = pandoc.Blocks { styled("Title", { pandoc.Para { str(c.title) } }) }
  if c.subtitle ~= "" then front:insert(styled("Subtitle", { pandoc.Para { str(c.subtitle) } })) end
  if #c.authors > 0 then front:insert(styled("Author", { pandoc.Para { str(table.concat(c.authors, ", ")) } })) end
  if c.date_named ~= "" then front:insert(styled("Date", { pandoc.Para { str(c.date_named) } })) end
  if c.look == "report" then front:extend(contents(doc)) end
  front:extend(doc.blocks)
  doc.blocks = front
  return doc
end

function M.meta(given)
  return { lang = pandoc.MetaString(given.content.language) }
end

return M
