export { curveSvg, largestDataUri } from './curve-svg.js';
export { svgDataUri } from './data-uri.js';
export { formatEpoch, formatLr, formatLrTicks, formatStep, formatStepTicks } from './format.js';
export type { CurveSvgOptions } from './options.js';
export { outline as curveOutline, type Point as CurvePoint } from './path.js';
export { type ChartScales, chartScales, type ScaleOptions } from './scales.js';
export {
  hasEpochs,
  isConstant as isConstantCurve,
  mostSeries,
  type Series as CurveSeries,
  seriesOf as curveSeries,
} from './series.js';
export { sparkline } from './sparkline.js';
export { type Colours as PictureColours, type PictureTheme, themes as pictureThemes } from './theme.js';
export { assumedTexts as assumedWords, brokenText, place as stepInWords } from './words.js';
