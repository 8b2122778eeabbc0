import type { AdamUpdate, FusedUpdates, SgdUpdate } from '../fused.js';
import { wasmDevice } from './device.js';

/** The update rules of backends/fused.ts in wasm, one pass over memory each. */
export const wasmUpdates: FusedUpdates = {
  adam(args: AdamUpdate) {
    const { kernels, address, changed } = wasmDevice();
    const { parameter, gradient, expAvg, expAvgSq, beta1, beta2, eps, stepSize, biasCorrection2Sqrt } = args;
    kernels.adam(
      address(parameter),
      address(gradient),
      address(expAvg),
      address(expAvgSq),
      parameter.size,
      1 - beta1,
      beta2,
      1 - beta2,
      eps,
      stepSize,
      biasCorrection2Sqrt,
      args.weightDecay ?? 0,
      args.decay ?? 1,
    );
    changed(parameter);
  },
  sgd({ parameter, gradient, lr, weightDecay = 0, momentum }: SgdUpdate) {
    const { kernels, address, changed } = wasmDevice();
    kernels.sgd(
      address(parameter),
      address(gradient),
      momentum === undefined ? 0 : address(momentum.buffer),
      parameter.size,
      lr,
      weightDecay,
      momentum?.momentum ?? 0,
      1 - (momentum?.dampening ?? 0),
      momentum?.first === true ? 1 : 0,
      momentum?.nesterov === true ? 1 : 0,
    );
    changed(parameter);
  },
  sumOfSquares(tensor) {
    const { kernels, address } = wasmDevice();
    return kernels.sumOfSquares(address(tensor), tensor.size);
  },
};
