import { diagnostics } from './diagnostics.js';
import type { Feature } from './feature.js';
import { hover } from './hover.js';

/** Every feature there is; docs/features.md lists the requests. */
export const features: readonly Feature[] = [diagnostics, hover];
