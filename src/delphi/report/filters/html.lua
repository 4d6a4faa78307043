--- HTML: tables, lists and sections with the roles and links that a reader needs.

local M = {}
local tools, words

--- Attributes are pairs in a list: the order of a Lua table's keys changes from run to run.
local function attr(id, classes, attributes) return pandoc.Attr(id or "", classes or {}, attributes or {}) end
local function str(text) return pandoc.Str(text) end
local function span(class, inlines) return pandoc.Span(inlines, attr("", { class })) end

function M.prepare(given) tools, words = given, given.words end

--- A link to the evidence page that stands beside the report, if there is one.
local function evidence(key, kind, text, label)
  if not tools.content.evidence then return end
  local id = key:gsub("[^%w_.~-]", function(c) return string.format("%%%02X", c:byte()) end)
  if kind == "" and key:find("=", 1, true) then kind = "item=" end
  return pandoc.Link({ str(text) }, tools.content.evidence .. "#" .. kind .. id, "",
    attr("", { "evidence" }, { { "aria-label", label } }))
end

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

--- What a large study has thousands of is written as text: an element of pandoc's for each costs ten times as much.
local function escaped(text)
  local html = text:gsub("[&<>]", ENTITIES)
  -- As pandoc does: these two arrows are signs of text, no pictures.
  for _, arrow in ipairs { "↩", "↔" } do
    if html:find(arrow, 1, true) then html = html:gsub(arrow .. "\u{fe0e}", arrow):gsub(arrow, arrow .. "\u{fe0e}") end
  end
  return html
end
local function quoted(text) return '"' .. text:gsub("[&<>\"']", ENTITIES) .. '"' end
local function raw(html) return pandoc.RawInline("html", html) end

local function run(r)
  local html = escaped(r.text)
  if r.strong then html = "<strong>" .. html .. "</strong>" end
  if r.emph then html = "<em>" .. html .. "</em>" end
  if r.muted then html = '<span class="muted">' .. html .. "</span>" end
  local target = tools.href(r)
  if target ~= "" then html = "<a href=" .. quoted(target) .. ">" .. html .. "</a>" end
  if r.anchor ~= "" then html = "<span id=" .. quoted(r.anchor) .. ' class="statement">' .. html .. "</span>" end
  return html
end

local function runs(list)
  local out = {}
  for i, r in ipairs(list) do out[i] = run(r) end
  return #out > 0 and pandoc.Inlines { raw(table.concat(out)) } or pandoc.Inlines {}
end

local function joined(parts)
  local out = {}
  for _, part in ipairs(parts) do
    if part[1] ~= "" then table.insert(out, '<span class="' .. part[2] .. '">' .. escaped(part[1]) .. "</span>") end
  end
  return table.concat(out, " · ")
end

--- The passages of a list; their codes are for the annex, where the team looks them up.
local function passages(piece, with_codes)
  local list = {}
  for i, p in ipairs(piece.passages) do
    list[i] = '<li><div class="words" dir="auto">\n' .. escaped(p.text) .. '\n</div>\n<div class="source">\n' ..
      joined { { p.attribution, "who" }, { p.stance, "stance" }, { p.mark, "special" },
        { with_codes and p.code or "", "code" } } .. "\n</div></li>"
  end
  return pandoc.RawBlock("html", "<ul>\n" .. table.concat(list, "\n") .. "\n</ul>")
end

--- The passages that the runs of an item lead to, if they lead to any.
local function behind(list)
  for _, r in ipairs(list) do
    local key = r.href:match("^#ps%-(.+)$")
    if key and tools.content.passages[key] and tools.href(r) ~= "" then return tools.content.passages[key] end
  end
end

local function to_evidence(list)
  for _, r in ipairs(list) do
    local key = r.href:match("^#ps%-(.+)$")
    local there = key and evidence(key, "", words.evidence, words.evidence .. ": " .. r.text)
    if there then return { pandoc.Div({ pandoc.Plain { there } }, attr("", { "source" })) } end
  end
  return {}
end

--- The second line of a statement; where there are passages it unfolds them in place.
local function history(item)
  local found = behind(item.runs)
  if not found then
    return item.note ~= "" and { pandoc.Div({ pandoc.Plain { str(item.note) } }, attr("", { "history" })) } or {}
  end
  local number = #found.passages
  local count = number .. " " .. (number == 1 and words.passage or words.passages)
  local blocks = pandoc.Blocks {
    pandoc.RawBlock("html", '<details class="behind"><summary>'),
    pandoc.Plain { raw(joined { { item.note, "history" }, { count, "count" } }) },
    pandoc.RawBlock("html", "</summary>"),
    passages(found),
  }
  blocks:extend(to_evidence(item.runs))
  blocks:insert(pandoc.RawBlock("html", "</details>"))
  return blocks
end

local function items(list)
  local out = {}
  for i, item in ipairs(list) do
    local blocks = pandoc.Blocks { pandoc.Plain(runs(item.runs)) }
    blocks:extend(history(item))
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
    elseif piece.heading then
      out:insert(pandoc.Div({ pandoc.Para { pandoc.Strong(runs(piece.runs)) } }, attr("", { "small-heading" })))
    else
      out:insert(#pieces == 1 and pandoc.Plain(runs(piece.runs)) or pandoc.Para(runs(piece.runs)))
    end
  end
  return out
end

local function caption(div, text)
  return { long = { pandoc.Plain { span("words", { span("label", { str(div.attributes.label .. ".") }),
    pandoc.Space(), str(text) }) } } }
end

local ALIGN = { l = "AlignLeft", c = "AlignCenter", r = "AlignRight" }

local function with_note(table_, piece, classes)
  local blocks = pandoc.Blocks { table_ }
  if piece.note ~= "" then
    blocks:insert(pandoc.Div({ pandoc.Plain { str(piece.note) } }, attr("", { "table-note" })))
  end
  return pandoc.Div(blocks, attr("", classes))
end

local function swot(piece, div)
  local bodies = {}
  for i = 1, #piece.blocks, 2 do
    local heads, cells = {}, {}
    local pair = { piece.blocks[i], piece.blocks[i + 1] }
    for j, each in ipairs(pair) do
      local across = #pair == 1 and 2 or 1
      heads[j] = pandoc.Cell({ pandoc.Plain { str(each.label) } }, "AlignDefault", 1, across,
        attr("", { each.tone }, { { "scope", "col" }, { "role", "columnheader" } }))
      cells[j] = pandoc.Cell(cell(each.cell), "AlignDefault", 1, across,
        attr("", { each.tone }, { { "role", "cell" }, { "data-label", each.label } }))
    end
    table.insert(bodies, {
      attr = attr("", {}, { { "role", "rowgroup" } }), row_head_columns = 0,
      head = { pandoc.Row(heads, attr("", { "heads" }, { { "role", "row" } })) },
      body = { pandoc.Row(cells, attr("", {}, { { "role", "row" } })) },
    })
  end
  local table_ = pandoc.Table(caption(div, piece.caption), { { "AlignDefault", nil }, { "AlignDefault", nil } },
    pandoc.TableHead {}, bodies, pandoc.TableFoot {}, attr(div.identifier, { "swot" }, { { "role", "table" } }))
  return with_note(table_, piece, { "table-wrap", "wide" })
end

local function grid(piece, div)
  local n = math.max(#piece.columns, 1)
  for _, row in ipairs(piece.rows) do n = math.max(n, #row) end
  local columns, head, body = {}, {}, {}
  for i = 1, n do columns[i] = { ALIGN[piece.align:sub(i, i)] or "AlignLeft", piece.widths[i] or 1 / n } end
  for i, name in ipairs(piece.columns) do
    head[i] = pandoc.Cell({ pandoc.Plain { str(name) } }, "AlignDefault", 1, 1, attr("", {}, { { "scope", "col" } }))
  end
  for i, row in ipairs(piece.rows) do
    local cells = {}
    for j = 1, n do
      cells[j] = pandoc.Cell(cell(row[j] or {}), "AlignDefault", 1, 1, attr("", {}, j == 1 and { { "scope", "row" } } or {}))
    end
    body[i] = pandoc.Row(cells)
  end
  local table_ = pandoc.Table(caption(div, piece.caption), columns,
    pandoc.TableHead(#head > 0 and { pandoc.Row(head) } or {}),
    { { attr = attr(), row_head_columns = 1, head = {}, body = body } }, pandoc.TableFoot {},
    attr(div.identifier, { "grid" }))
  local wrap = with_note(table_, piece, { "table-wrap", "wide", "scroll" })
  wrap.attr = attr("", wrap.classes, { { "tabindex", "0" }, { "role", "region" },
    { "aria-label", div.attributes.label .. ". " .. piece.caption }, { "data-more", words.more } })
  return wrap
end

function M.tables(piece, div)
  return piece.layout == "swot" and swot(piece, div) or grid(piece, div)
end

--- What was said; what stands in brackets is the researcher's and not in italics.
local function spoken(text)
  local out, at = pandoc.Inlines {}, 1
  for from, inside, to in text:gmatch("()(%[[^%[%]]*%])()") do
    if from > at then out:insert(str(text:sub(at, from - 1))) end
    out:insert(span("editor", { str(inside) }))
    at = to
  end
  if at <= #text then out:insert(str(text:sub(at))) end
  return out
end

function M.quotations(piece)
  local inlines = spoken(tools.unstopped(piece))
  if piece.attribution ~= "" then
    inlines:extend { pandoc.Space(), span("attribution", { str("(" .. piece.attribution .. ").") }) }
  end
  local there = piece.code ~= "" and evidence(piece.code, "tag=", "↗", words.quoted)
  if there then inlines:extend { pandoc.Space(), there } end
  return pandoc.Div({ pandoc.BlockQuote { pandoc.Para(inlines) } },
    attr("", { "quotation" }, piece.code ~= "" and { { "title", piece.code } } or {}))
end

function M.passages(piece, div)
  local back = tools.safe("st-" .. div.attributes.key)
  local heading = pandoc.Header(math.min(math.tointeger(tonumber(div.attributes.level)) + 1, 6),
    { str(piece.title) }, attr("", { "unnumbered", "unlisted", "passages-title" }))
  if tools.anchors[back] then
    heading.content:extend { pandoc.Space(),
      pandoc.Link({ str("↑") }, "#" .. back, "", attr("", { "back" }, { { "title", words.back }, { "aria-label", words.back } })) }
  end
  local there = evidence(div.attributes.key, "", "↗", words.evidence)
  if there then heading.content:extend { pandoc.Space(), there } end
  local blocks = pandoc.Blocks { heading }
  if piece.note ~= "" then
    blocks:insert(pandoc.Div({ pandoc.Plain { str(piece.note) } }, attr("", { "history" })))
  end
  blocks:insert(passages(piece, true))
  return pandoc.Div(blocks, attr(div.identifier, { "passages" }, {}))
end

function M.figures(piece, div)
  local image = pandoc.Image({ str(piece.alt) }, piece.file .. ".svg", "", attr("", {}, { { "width", piece.width } }))
  return pandoc.Figure({ pandoc.Plain { image } }, caption(div, piece.caption),
    attr(div.identifier, { "wide" }, { { "data-more", words.more } }))
end

--- A figure or table of the researcher's own: its number before its caption.
local function labelled(element)
  local label = element.attributes.label
  element.attributes.label = nil
  if label and element.caption.long[1] then
    local content = element.caption.long[1].content
    content:insert(1, pandoc.Space())
    content:insert(1, span("label", { str(label .. ".") }))
  end
  return element
end

local TYPES = { svg = "image/svg+xml", png = "image/png", jpg = "image/jpeg", jpeg = "image/jpeg", gif = "image/gif",
                webp = "image/webp" }

M.filter = {
  -- Its file is put in when the page is written: pandoc would carry megabytes of letters through every walk.
  Image = function(i)
    if i.src:match("^data:") then return end
    local type_ = TYPES[(i.src:match("%.(%w+)$") or ""):lower()] or "image/png"
    i.src = "data:" .. type_ .. ";base64," .. i.src
    return i
  end,
  Header = function(h)
    local number = h.attributes.number
    h.attributes.number = nil
    if number then
      h.content:insert(1, span("number", { str(number) }))
      h.content:insert(2, pandoc.Space())
    end
    return h
  end,
  Figure = function(f) return labelled(f) end,
  Table = function(t) return labelled(t) end,
}

function M.meta(given)
  local c = given.content
  local function field(text) return pandoc.MetaString(text) end
  local authors = {}
  for i, name in ipairs(c.authors) do authors[i] = field(name) end
  return {
    title = field(c.title), pagetitle = field(c.title), subtitle = field(c.subtitle),
    ["authors"] = pandoc.MetaList(authors), date = field(c.date), ["date-named"] = field(c.date_named),
    lang = field(c.language), contents = field(words.contents), skip = field(words.skip),
  }
end

return M
