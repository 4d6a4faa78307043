--- Typst: everything from content.json becomes a call with string literals, every word a string literal.

local M = {}
local tools, words

--- A Typst string literal, which nothing in the text can leave.
local function quoted(text)
  local body = text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("[\r\n\t ]+", " ")
  return '"' .. body .. '"'
end

local function raw(text) return pandoc.RawInline("typst", text) end
local function block(text) return pandoc.RawBlock("typst", text) end
local function label(id) return id ~= "" and "#label(" .. quoted(id) .. ")" or "" end

--- Content as Typst code: `[#"...";]` and around it what the run asks for.
local function run_code(run)
  local out = "#" .. quoted(run.text) .. ";"
  if run.strong then out = "#strong[" .. out .. "]" end
  if run.emph then out = "#emph[" .. out .. "]" end
  if run.muted then out = "#muted[" .. out .. "]" end
  local target = tools.href(run)
  if target:match("^#") then
    out = "#link(label(" .. quoted(target:sub(2)) .. "))[" .. out .. "]"
  elseif target ~= "" then
    out = "#link(" .. quoted(target) .. ")[" .. out .. "]"
  end
  if run.anchor ~= "" then out = "#box[]" .. label(run.anchor) .. out end
  return out
end

local function runs_code(runs)
  local out = {}
  for i, run in ipairs(runs) do out[i] = run_code(run) end
  return "[" .. table.concat(out) .. "]"
end

local function items_code(items)
  local out = {}
  for i, item in ipairs(items) do
    out[i] = "statement(" .. runs_code(item.runs) .. ", note: " .. quoted(item.note) ..
      ", under: " .. (#item.items > 0 and items_code(item.items) or "none") .. ")"
  end
  return "statements(" .. table.concat(out, ", ") .. ")"
end

local function cell_code(cell)
  local out = {}
  for _, piece in ipairs(cell) do
    if piece.kind == "list" then
      table.insert(out, "#" .. items_code(piece.items))
    elseif piece.heading then
      table.insert(out, "#cell-heading" .. runs_code(piece.runs))
    else
      table.insert(out, "#cell-paragraph" .. runs_code(piece.runs))
    end
  end
  return "[" .. table.concat(out, "\n") .. "]"
end

function M.prepare(given) tools, words = given, given.words end

local ALIGN = { l = "left", c = "center", r = "right" }

function M.tables(piece, div)
  local out = {}
  local function say(line) table.insert(out, line) end
  if piece.layout == "swot" then
    say("#swot-table(" .. quoted(div.attributes.label) .. ", " .. quoted(piece.caption) .. ", " ..
      quoted(piece.note) .. ",")
    for _, each in ipairs(piece.blocks) do
      say("  (label: " .. quoted(each.label) .. ", tone: " .. quoted(each.tone) .. ", cell: " ..
        cell_code(each.cell) .. "),")
    end
  else
    say("#grid-table(" .. quoted(div.attributes.label) .. ", " .. quoted(piece.caption) .. ", " ..
      quoted(piece.note) .. ",")
    local n = M.n_columns(piece)
    local widths, aligned, columns = {}, {}, {}
    for i = 1, n do
      widths[i] = string.format("%gfr", (piece.widths[i] or 1 / n) * 100)
      aligned[i] = ALIGN[piece.align:sub(i, i)] or "left"
      columns[i] = piece.columns[i] and quoted(piece.columns[i])
    end
    local function tuple(list) return "(" .. table.concat(list, ", ") .. (#list == 1 and ",)" or ")") end
    say("  " .. tuple(widths) .. ", " .. tuple(aligned) .. ", " .. tuple(columns) .. ",")
    for _, row in ipairs(piece.rows) do
      local cells, long = {}, false
      for i = 1, n do
        cells[i] = cell_code(row[i] or {})
        long = long or #cells[i] > 1600
      end
      say("  (long: " .. tostring(long) .. ", cells: " .. tuple(cells) .. "),")
    end
  end
  return block(table.concat(out, "\n") .. "\n)" .. label(div.identifier))
end

function M.n_columns(piece)
  local n = math.max(#piece.columns, 1)
  for _, row in ipairs(piece.rows) do n = math.max(n, #row) end
  return n
end

function M.quotations(piece)
  return block("#quotation(" .. quoted(tools.unstopped(piece)) .. ", " .. quoted(piece.attribution) .. ", " ..
    quoted(piece.code) .. ")")
end

function M.passages(piece, div)
  local out = {}
  local key = div.attributes.key
  local back = tools.safe("st-" .. key)
  for i, p in ipairs(piece.passages) do
    out[i] = "  (text: " .. quoted(p.text) .. ", attribution: " .. quoted(p.attribution) .. ", code: " ..
      quoted(p.code) .. ", stance: " .. quoted(p.stance) .. ", mark: " .. quoted(p.mark) .. "),"
  end
  return block("#passage-list(" .. quoted(piece.title) .. ", " .. quoted(piece.note) .. ", " ..
    (math.tointeger(tonumber(div.attributes.level)) + 1) .. ", " ..
    (tools.anchors[back] and quoted(back) or "none") .. ", " ..
    (div.identifier ~= "" and quoted(div.identifier) or "none") .. ",\n" .. table.concat(out, "\n") .. "\n)")
end

function M.figures(piece, div)
  return block("#picture(" .. quoted(div.attributes.label) .. ", " .. quoted(piece.caption) .. ", " ..
    quoted(piece.file .. ".svg") .. ", " .. quoted(piece.alt) .. ", " .. M.width(piece.width) .. ")" ..
    label(div.identifier))
end

function M.reactions(piece)
  local function list(texts)
    local out = {}
    for i, text in ipairs(texts) do out[i] = quoted(text) end
    return "(" .. table.concat(out, ", ") .. (#out == 1 and ",)" or ")")
  end
  return block("#reaction(" .. quoted(piece.number) .. ", " .. quoted(piece.statement) .. ", " ..
    list(piece.notes) .. ", " .. list(piece.choices) .. ", " .. quoted(piece.why) .. ", " ..
    math.tointeger(piece.lines) .. ")")
end

function M.width(width)
  return width:match("^%d+%.?%d*%%$") or "100%"
end

M.filter = {
  Header = function(h)
    local number = h.attributes.number
    local unlisted = h.classes:includes("unlisted")
    local inlines = pandoc.Inlines {
      raw("#chapter-heading(" .. h.level .. ", " .. (number and quoted(number) or "none") .. ", " ..
        tostring(not unlisted) .. ", " .. tostring(h.classes:includes("annex")) .. ")["),
    }
    inlines:extend(h.content)
    inlines:insert(raw("]" .. label(h.identifier)))
    return pandoc.Plain(inlines)
  end,
  Str = function(s)
    -- Only what cannot mean anything in Typst goes as it is.
    if s.text:match("^[%a\128-\255]+[,;:]?$") or s.text:match("^[%a\128-\255]%a+%.$") then return end
    return raw("#" .. quoted(s.text) .. ";")
  end,
  Link = function(l)
    local target = l.target
    local call = target:match("^#") and "#link(label(" .. quoted(target:sub(2)) .. "))["
      or "#link(" .. quoted(target) .. ")["
    local inlines = pandoc.Inlines { raw(call) }
    inlines:extend(l.content)
    inlines:insert(raw("]"))
    return inlines
  end,
  Code = function(c) return raw("#raw(" .. quoted(c.text) .. ");") end,
  CodeBlock = function(c)
    local body = c.text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", "\\n")
    return block('#raw("' .. body .. '", block: true)')
  end,
  Div = function(d)
    if d.classes:includes("note") then
      local blocks = pandoc.Blocks { block("#note-box[") }
      blocks:extend(d.content)
      blocks:insert(block("]"))
      return blocks
    end
    return d.content
  end,
  Image = function(i)
    local width = i.attributes.width and i.attributes.width:match("^%d+%.?%d*%%$") or "100%"
    return raw("#image(" .. quoted(i.src) .. ", alt: " .. quoted(i.attributes.alt or "") .. ", width: " .. width .. ");")
  end,
  Table = function(t)
    local label = t.attributes.label
    t.attributes.label = nil
    if label and t.caption.long[1] then
      t.caption.long[1].content:insert(1, raw("#strong[#" .. quoted(label .. ".") .. ";] "))
    end
    return t
  end,
  Figure = function(f)
    local image
    f:walk { Image = function(i) image = image or i end }
    local blocks = pandoc.Blocks { block("#own-figure(" .. quoted(f.attributes.label) .. ", [") }
    blocks:extend(f.content)
    blocks:insert(block("], ["))
    blocks:extend(f.caption.long)
    blocks:insert(block("])" .. label(f.identifier)))
    return blocks
  end,
}

--- A section whose table does not fit starts on a new page with it, heading, first paragraph and all.
function M.finish(doc)
  local blocks = doc.blocks
  local feedback = tools.content.look ~= "report"
  local out = pandoc.Blocks {}
  for i, each in ipairs(blocks) do
    local before, after = blocks[i - 1], blocks[i + 1]
    local is_table = after and after.t == "RawBlock"
      and (after.text:match("^#swot%-table") or feedback and after.text:match("^#grid%-table"))
    if is_table and each.t == "Para" and before and before.t == "Plain" then
      out:extend { block("#leading-in["), each, block("]") }
    else
      out:insert(each)
    end
  end
  doc.blocks = out
  return doc
end

function M.meta(given)
  local c = given.content
  local names = {}
  for i, name in ipairs(c.authors) do names[i] = quoted(name) end
  local function field(text) return pandoc.MetaInlines { raw(text) } end
  return {
    title = field(quoted(c.title)), subtitle = field(quoted(c.subtitle)),
    authors = field("(" .. table.concat(names, ", ") .. (#names > 0 and "," or "") .. ")"),
    ["date-named"] = field(quoted(c.date_named)), lang = field(quoted(c.language)),
    contents = field(quoted(words.contents)), back = field(quoted(words.back)),
    ["open-quote"] = field(quoted(words.open)), ["close-quote"] = field(quoted(words.close)),
  }
end

return M
