import type { Curve } from '../curve.js';
import type { PictureTheme } from './theme.js';

/** How a picture is drawn. */
export interface CurveSvgOptions {
  readonly theme: PictureTheme;
  /** A thumbnail: the lines, the warm-up, the highest learning rate and the length, without title, legend and ticks. */
  readonly compact?: boolean | undefined;
  /** Pixels, from 320 on; default 720. A thumbnail: from 160 on; default 250. */
  readonly width?: number | undefined;
  /** Pixels, from 140 on; default 200. A thumbnail: from 80 on; default 110. */
  readonly height?: number | undefined;
  readonly title?: string | undefined;
  /** What the axis counts first; default `steps`. */
  readonly xAxis?: 'steps' | 'epochs' | undefined;
  /** `auto` (default) takes a log scale where one optimizer's peak is 50 times another's. */
  readonly yAxis?: 'linear' | 'log' | 'auto' | undefined;
  /** Drawn dashed behind the curve: another configuration, or the run so far. */
  readonly compare?: Curve | undefined;
  /** What the dashed lines are; default `compared`. */
  readonly compareLabel?: string | undefined;
}
