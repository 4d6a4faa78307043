--- Filter: places tables, quotations, passages and figures of content.json, numbers what is numbered,
-- resolves cross-references.  What cannot be found is reported as one JSON line on standard error.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
local function room(name) return dofile(pandoc.path.join { here, name .. ".lua" }) end

local WORDS = room("words")
local KINDS = { ["delphi-table"] = "tables", ["delphi-quote"] = "quotations",
                ["delphi-passages"] = "passages", ["delphi-figure"] = "figures",
                ["delphi-reaction"] = "reactions" }
local FAILED = 83 -- the exit status that says: the JSON line on standard error tells what is wrong

local content, words
local mistakes = {}
local anchors = {}  -- every identifier that a link may point to
local folders, pictures = {}, 0 -- where pictures are looked for, how many were found
local labels = {}   -- identifier -> what a cross-reference prints

local function read_content(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return pandoc.json.decode(text, false)
end

local function mistake(file, what, name)
  table.insert(mistakes, { file = file, what = what, name = name })
end

--- An identifier that is valid in HTML, Word and Typst alike.
local function safe(id)
  return (id:gsub("[^%w_.:\128-\255-]", function(c) return string.format("_%02x", c:byte()) end))
end

local function kind_of(div)
  for _, class in ipairs(div.classes) do
    if KINDS[class] then return KINDS[class] end
  end
end

--- Statements are anchored in the table that is placed first.
local function cell_anchors(cell)
  local function run_anchors(runs)
    for _, run in ipairs(runs) do
      if run.anchor ~= "" then
        local id = safe(run.anchor)
        run.anchor = anchors[id] and "" or id
        anchors[id] = true
      end
    end
  end
  local function items(list)
    for _, item in ipairs(list) do
      run_anchors(item.runs)
      items(item.items)
    end
  end
  for _, piece in ipairs(cell) do
    if piece.kind == "list" then items(piece.items) else run_anchors(piece.runs) end
  end
end

--- Long texts in three or more narrow columns cannot be read: they go below each other, each with its
-- column's name, beside the first cell of their row.
local LONG = 220

local function stacked(piece)
  local longest = 0
  for _, row in ipairs(piece.rows) do
    for i, cell in ipairs(row) do
      local length = 0
      for _, each in ipairs(cell) do
        if each.kind == "list" then return piece end
        for _, run in ipairs(each.runs) do length = length + utf8.len(run.text) end
      end
      if i > 1 then longest = math.max(longest, length) end
    end
  end
  if piece.layout ~= "grid" or #piece.columns < 3 or longest < LONG then return piece end
  local rows = {}
  for i, row in ipairs(piece.rows) do
    local below = {}
    for j = 2, #row do
      for k, each in ipairs(row[j]) do
        if k == 1 and piece.columns[j] then
          local name = { text = piece.columns[j] .. ": ", strong = true, emph = false, muted = false, href = "", anchor = "" }
          table.insert(each.runs, 1, name)
        end
        table.insert(below, each)
      end
    end
    rows[i] = { row[1] or {}, below }
  end
  local first = math.max(piece.widths[1] or 0.2, 0.2)
  piece.columns = { piece.columns[1], table.concat(piece.columns, " · ", 2) }
  piece.widths, piece.align, piece.rows = { first, 1 - first }, "ll", rows
  return piece
end

-- First walk: numbers and anchors -----------------------------------------------------------------

local counted = { tbl = 0, fig = 0 }
local section = { 0, 0, 0, 0, 0, 0 }
local annexes, in_annex, level_before = 0, false, 0

local function letter(n)
  local out = ""
  while n > 0 do
    out = string.char(65 + (n - 1) % 26) .. out
    n = (n - 1) // 26
  end
  return out
end

local function anchor(file, id, label)
  if id == "" then return end
  if anchors[id] then mistake(file, "double", id) end
  anchors[id] = true
  labels[id] = label
end

local function number_heading(file, header)
  if pandoc.utils.stringify(header.content):match("^%s*$") then
    mistake(file, "heading", "")
    return
  end
  -- A level that is left out would make the outline of all three formats invalid.
  header.level = math.min(header.level, level_before + 1)
  level_before = header.level
  local level, number = header.level, nil
  if level == 1 then in_annex = header.classes:includes("annex") end
  if not header.classes:includes("unnumbered") then
    if level == 1 and in_annex then
      annexes = annexes + 1
    else
      section[level] = section[level] + 1
    end
    for i = level + 1, 6 do section[i] = 0 end
    local parts = { in_annex and letter(annexes) or tostring(section[1]) }
    for i = 2, level do parts[i] = tostring(section[i]) end
    number = table.concat(parts, ".")
  end
  local label
  if not number then
    label = words.open .. pandoc.utils.stringify(header.content) .. words.close
  else
    local name = level > 1 and words.section or in_annex and words.annex or words.chapter
    label = name .. "\u{a0}" .. number
  end
  header.attributes.number = number
  header.identifier = safe(header.identifier)
  if anchors[header.identifier] and not header.identifier:match("^sec:") then
    local n = 2
    while anchors[header.identifier .. "-" .. n] do n = n + 1 end
    header.identifier = header.identifier .. "-" .. n
  end
  anchor(file, header.identifier, label)
  return header
end

local function number_placed(file, div)
  local kind = kind_of(div)
  if not kind then
    for _, class in ipairs(div.classes) do
      if class:match("^delphi%-") and class ~= "delphi-chapter" then mistake(file, "class", class) end
    end
    return
  end
  local key = div.attributes.key or ""
  local piece = content[kind][key]
  if not piece then
    mistake(file, kind, key)
    return
  end
  div.attributes.level = tostring(level_before)
  div.identifier = safe(div.identifier)
  local prefix = kind == "tables" and "tbl" or kind == "figures" and "fig"
  if prefix then
    counted[prefix] = counted[prefix] + 1
    local label = words[prefix] .. "\u{a0}" .. counted[prefix]
    if div.identifier == "" then div.identifier = safe(prefix .. ":" .. key .. "-" .. counted[prefix]) end
    anchor(file, div.identifier, label)
    div.attributes.label = label
  end
  if kind == "tables" then
    if not piece.placed then piece = stacked(piece) end
    if piece.placed then
      -- The same table once more: a copy, as its anchors are its own.
      piece = pandoc.json.decode(pandoc.json.encode(piece), false)
      div.attributes.key = div.identifier
      content.tables[div.identifier] = piece
    end
    piece.placed = true
    for _, row in ipairs(piece.rows) do for _, cell in ipairs(row) do cell_anchors(cell) end end
    for _, block in ipairs(piece.blocks) do cell_anchors(block.cell) end
  elseif kind == "passages" then
    div.identifier = safe("ps-" .. key)
    if anchors[div.identifier] then div.identifier = "" else anchors[div.identifier] = true end
  end
  return div
end

local function number_figure(file, figure)
  counted.fig = counted.fig + 1
  local label = words.fig .. "\u{a0}" .. counted.fig
  figure.identifier = safe(figure.identifier)
  anchor(file, figure.identifier, label)
  figure.attributes.label = label
  return figure
end

--- A table that the researcher wrote: numbered when it has a caption.
local function number_table(file, table_)
  table_.identifier = safe(table_.identifier)
  if #table_.caption.long == 0 then
    if table_.identifier ~= "" then anchors[table_.identifier] = true end
    return table_
  end
  counted.tbl = counted.tbl + 1
  local label = words.tbl .. "\u{a0}" .. counted.tbl
  anchor(file, table_.identifier, label)
  table_.attributes.label = label
  return table_
end

--- A picture of the researcher's own is copied beside the chapters, under a name that says nothing.
local function bring_image(file, image)
  image.attributes.alt = pandoc.utils.stringify(image.caption)
  local stem, ending = image.src:match("^(.*)(%.%w+)$")
  local wanted = { image.src }
  if FORMAT == "docx" and ending == ".svg" then table.insert(wanted, 1, stem .. ".png") end
  for _, src in ipairs(wanted) do
    for _, folder in ipairs(folders) do
      local found = io.open(pandoc.path.join { folder, src }, "rb")
      local bytes = found and found:read("a")
      if found then found:close() end
      if bytes then
        pictures = pictures + 1
        image.src = "picture-" .. pictures .. (src:match("%.%w+$") or "")
        local copy = assert(io.open(image.src, "wb"))
        copy:write(bytes)
        copy:close()
        return image
      end
    end
  end
  mistake(file, "image", image.src)
end

local function number_chapter(chapter)
  local file = chapter.attributes.file
  return chapter:walk {
    traverse = "topdown",
    Header = function(h) return number_heading(file, h) end,
    Table = function(t) return number_table(file, t) end,
    Figure = function(f) return number_figure(file, f) end,
    Div = function(d) return number_placed(file, d) end,
    Image = function(i) return bring_image(file, i) end,
    Span = function(s) if s.identifier ~= "" then anchors[safe(s.identifier)] = true end end,
  }
end

-- Second walk: links, and what stands in the place of each div ---------------------------------------

local function resolve(file, link)
  local id = link.target:match("^#(.*)$")
  if not id then return end
  id = safe(id)
  if not anchors[id] then
    mistake(file, "link", link.target:sub(2))
    return
  end
  link.target = "#" .. id
  if #link.content == 0 then link.content = { pandoc.Str(labels[id] or id) } end
  return link
end

local function href(run)
  if run.href:match("^#") then
    local id = safe(run.href:sub(2))
    return anchors[id] and "#" .. id or ""
  end
  return run.href:match("^https?://") and run.href or run.href:match("^mailto:") and run.href or ""
end

--- What was said without its full stop, which stands after the attribution.
local function unstopped(piece)
  if piece.attribution == "" then return piece.text end
  return piece.text:match("^(.*[^.])%.%s*$") or piece.text
end

function Pandoc(doc)
  content = read_content(doc.meta["delphi-content"])
  words = WORDS[content.language]
  folders = content.folders
  local build = room(FORMAT:match("typst") and "typst" or FORMAT:match("docx") and "docx" or "html")
  local tools = { words = words, href = href, safe = safe, anchors = anchors, labels = labels, content = content,
                  unstopped = unstopped }
  build.prepare(tools)

  local chapters = doc.blocks:map(number_chapter)
  local blocks = pandoc.Blocks {}
  for _, chapter in ipairs(chapters) do
    local file = chapter.attributes.file
    chapter = chapter:walk { Link = function(link) return resolve(file, link) end }
    if #mistakes == 0 then
      chapter = chapter:walk {
        traverse = "topdown",
        Div = function(div)
          local kind = kind_of(div)
          if kind then return build[kind](content[kind][div.attributes.key], div), false end
        end,
      }
      chapter = chapter:walk(build.filter)
    end
    blocks:extend(chapter.content)
  end
  if #mistakes > 0 then
    io.stderr:write(pandoc.json.encode(mistakes), "\n")
    os.exit(FAILED)
  end
  doc.blocks = blocks
  doc.meta = pandoc.Meta(build.meta(tools))
  if build.finish then doc = build.finish(doc) end
  return doc
end
