--- Reader: the report's chapters, each read by itself and kept in a div that names its file.
-- Raw HTML, TeX and citations are off, so that `<script>`, `\x` and `@x` are printed as they are.

local EXTENSIONS = table.concat {
  "markdown-smart-citations-example_lists-raw_html-raw_tex-raw_attribute-tex_math_dollars",
  "-latex_macros-yaml_metadata_block-pandoc_title_block-native_divs-native_spans",
  "-markdown_in_html_blocks+autolink_bare_uris",
}

function Reader(sources)
  local chapters = pandoc.Blocks {}
  for _, source in ipairs(sources) do
    local file = pandoc.path.filename(source.name)
    local chapter = pandoc.read(source.text, EXTENSIONS)
    chapters:insert(pandoc.Div(chapter.blocks, pandoc.Attr("", { "delphi-chapter" }, { file = file })))
  end
  return pandoc.Pandoc(chapters)
end
