// Terminal output as an SVG: each character in its own cell, so that a chart stays aligned in any font.
import stringWidth from 'string-width';

const cell = { width: 8.4, height: 16.5, size: 14 };
const padding = 16;

// The sixteen colours, in the order of their codes, as VS Code's terminal shows them.
const themes = {
  dark: {
    ground: '#1e1e1e',
    text: '#cccccc',
    colours: ['#000000', '#cd3131', '#0dbc79', '#e5e510', '#2472c8', '#bc3fbc', '#11a8cd', '#e5e5e5'],
    bright: ['#666666', '#f14c4c', '#23d18b', '#f5f543', '#3b8eea', '#d670d6', '#29b8db', '#ffffff'],
  },
  light: {
    ground: '#ffffff',
    text: '#333333',
    colours: ['#000000', '#cd3131', '#107c10', '#949800', '#0451a5', '#bc05bc', '#0598bc', '#555555'],
    bright: ['#666666', '#cd3131', '#14ce14', '#b5ba00', '#0451a5', '#bc05bc', '#0598bc', '#a5a5a5'],
  },
};

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeXml = (text) => text.replace(/[&<>]/g, (char) => escapes[char]);

/** The style after an SGR sequence (`ESC [ 1 ; 36 m`); codes that set no colour and no weight change nothing. */
function styled(style, codes, theme) {
  let next = style;
  for (const code of codes) {
    if (code === 0) next = {};
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 2) next = { ...next, dim: true };
    else if (code === 22) next = { ...next, bold: false, dim: false };
    else if (code >= 30 && code <= 37) next = { ...next, colour: theme.colours[code - 30] };
    else if (code >= 90 && code <= 97) next = { ...next, colour: theme.bright[code - 90] };
    else if (code === 39) next = { ...next, colour: undefined };
  }
  return next;
}

/** An SVG of text with ANSI colours; `themeName` is `dark` or `light`. */
export function ansiSvg(text, themeName = 'dark') {
  const theme = themes[themeName];
  if (!theme) throw new Error(`There is no theme "${themeName}": dark or light.`);
  const runs = [];
  let columns = 0;
  let style = {};
  const lines = text.replace(/\r\n/g, '\n').trimEnd().split('\n');
  lines.forEach((line, row) => {
    let column = 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    for (const part of line.split(/(\u001b\[[\d;]*[A-Za-z])/)) {
      if (part.startsWith('\u001b[')) {
        if (part.endsWith('m')) style = styled(style, part.slice(2, -1).split(';').map(Number), theme);
        continue;
      }
      const xs = [];
      let kept = '';
      for (const { segment } of new Intl.Segmenter().segment(part)) {
        const x = Math.round((padding + column * cell.width) * 10) / 10;
        column += stringWidth(segment);
        if (segment.trim() === '') continue;
        // A character of several code points draws at the first one's place.
        for (const _ of segment) xs.push(x);
        kept += segment;
      }
      if (kept !== '') runs.push({ row, xs, text: kept, style });
    }
    columns = Math.max(columns, column);
  });
  const width = Math.ceil(columns * cell.width + 2 * padding);
  const height = Math.ceil(lines.length * cell.height + 2 * padding);
  const drawn = runs.map(({ row, xs, text: run, style: { colour, bold, dim } }) => {
    const look = `${colour ? ` fill="${colour}"` : ''}${bold ? ' font-weight="700"' : ''}${dim ? ' opacity="0.62"' : ''}`;
    return `<text x="${xs.join(' ')}" y="${padding + row * cell.height + 13}"${look}>${escapeXml(run)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" rx="8" fill="${theme.ground}"/><g font-family="DejaVu Sans Mono,Menlo,Consolas,monospace" font-size="${cell.size}" fill="${theme.text}">${drawn.join('')}</g></svg>\n`;
}
