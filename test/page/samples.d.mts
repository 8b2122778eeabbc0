import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import type { RunPoints } from '../../extension/src/preview/protocol.js';

export const one: string;
export const three: string;
export function many(count: number, steps?: number): string;
export function runOf(curve: CurveAnswer, share?: number, state?: RunPoints['state'], id?: string): RunPoints;
