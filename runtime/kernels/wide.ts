// What is compiled with V8's revectorization: nothing but the matrix product, with tiles of 16 columns.
export { gemm, gemmScratch } from './gemm';
export { tile8, tile16 } from './gemm/tile';
