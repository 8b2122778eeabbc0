/** What the picture is drawn for. `neutral` has no background of its own and is legible on white and on dark grey. */
export type PictureTheme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light' | 'neutral';

/** The colours of a picture. */
export interface Colours {
  /** Undefined for a transparent background. */
  readonly background: string | undefined;
  /** The frame of a high-contrast picture. */
  readonly border?: string;
  readonly text: string;
  /** Text that is looked up, not read: ticks, units. */
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  /** The warm-up's band, and how much of it shows. */
  readonly band: string;
  readonly bandOpacity: number;
  readonly warning: string;
  /**
   * One colour per optimizer. Eight that stay apart for readers with any of the three colour-vision deficiencies
   * (Machado et al. 2009) and that have a contrast of 3:1 or more on the background.
   */
  readonly lines: readonly string[];
}

const light: Colours = {
  background: '#f8f8f8',
  text: '#2f2f2f',
  muted: '#666666',
  grid: '#e6e6e6',
  axis: '#bdbdbd',
  band: '#5f6b7a',
  bandOpacity: 0.07,
  warning: '#a1260d',
  lines: ['#0b62b8', '#bf4d00', '#37968b', '#6b1344', '#6a4400', '#342988', '#297e9b', '#a83759'],
};

const dark: Colours = {
  background: '#202020',
  text: '#d6d6d6',
  muted: '#a0a0a0',
  grid: '#303030',
  axis: '#5a5a5a',
  band: '#b8c4d4',
  bandOpacity: 0.06,
  warning: '#f48771',
  lines: ['#5aa9f5', '#ef8b45', '#4ee7d6', '#8d6588', '#f9c345', '#6f6fd3', '#5fa299', '#bc4b35'],
};

const highContrast: Colours = {
  background: '#000000',
  border: '#6fc3df',
  text: '#ffffff',
  muted: '#ffffff',
  grid: '#3a3a3a',
  axis: '#ffffff',
  band: '#ffffff',
  bandOpacity: 0.1,
  warning: '#f48771',
  lines: ['#f38518', '#6fc3df', '#a3f9ba', '#9e6c8f', '#f9d60c', '#807efa', '#65eefd', '#d94e33'],
};

const highContrastLight: Colours = {
  background: '#ffffff',
  border: '#0f4a85',
  text: '#000000',
  muted: '#292929',
  grid: '#d0d0d0',
  axis: '#292929',
  band: '#0f4a85',
  bandOpacity: 0.08,
  warning: '#b5200d',
  lines: ['#0f4a85', '#b5200d', '#176f65', '#480524', '#936e3e', '#200d66', '#127d9d', '#6d1909'],
};

// Greys between white and #1e1e1e: text has a contrast of 4:1 on both.
const neutral: Colours = {
  background: undefined,
  text: '#7d7d7d',
  muted: '#7d7d7d',
  grid: '#80808033',
  axis: '#80808099',
  band: '#808080',
  bandOpacity: 0.1,
  warning: '#cf4c36',
  lines: ['#3577dd', '#cc5a14', '#609f8f', '#8f5c6c', '#a48e5e', '#8b8fcc', '#277c99', '#c13b3d'],
};

/** The colours of each theme. */
export const themes: Readonly<Record<PictureTheme, Colours>> = {
  light,
  dark,
  'high-contrast': highContrast,
  'high-contrast-light': highContrastLight,
  neutral,
};
