-- What the test asks Neovim about. Loaded before the settings of docs/editors.md.
function _G.problems()
  local found = {}
  for _, problem in ipairs(vim.diagnostic.get(0)) do
    found[#found + 1] = { line = problem.lnum, code = problem.code or problem.user_data.lsp.code, message = problem.message }
  end
  return vim.fn.json_encode({ list = found })
end

function _G.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
end

function _G.where()
  return vim.fn.line('.') .. ' ' .. vim.fn.expand('<cword>')
end

-- The menu of code actions would wait for a number.
vim.ui.select = function(items, options, choose)
  local titles = {}
  for index, item in ipairs(items) do
    titles[index] = options.format_item(item)
  end
  vim.g.offered = table.concat(titles, '\n')
  choose(items[1], 1)
end

vim.o.swapfile = false
vim.o.completeopt = 'menu,menuone'
vim.diagnostic.config({ virtual_text = true, signs = true })
