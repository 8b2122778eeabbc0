// Kernels in AssemblyScript on the memory of TensorFlow.js's wasm backend. Arguments are addresses and sizes; nothing
// here allocates, and nothing is static. "Row stride" is in bytes, counts are in elements, all numbers are float32.
export { attention, attentionGrad } from './attention';
export { dropout } from './dropout';
export { gatherRows, scatterRows } from './embedding';
export { gemm, gemmScratch } from './gemm';
// For the optimizer alone: what is exported it leaves a function of its own, and within `gemm` V8 would compile it badly.
export { tile8, tile16 } from './gemm/tile';
export { columnSums, copy, reluGrad, swapMiddle, transpose } from './layout';
export { crossEntropy } from './loss';
export { layerNorm, layerNormGrad } from './norm';
export { sumOfSquares } from './reduce';
export * from './updates';
