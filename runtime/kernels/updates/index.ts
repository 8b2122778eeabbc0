// Update rules in PyTorch's order of operations (torch/optim, the single-tensor loops), one pass over memory.
// Arguments: the addresses of the parameter, the gradient and the state tensors in the order of src/optimizers (0 for one
// that is not in use, and for those up to the third that a rule does not have), how many numbers, then the address of the
// numbers of the update in float32. The count is a multiple of 4: the caller sees to what is left over. `sign` is -1 with
// maximize; a truth value is 0 or 1. Adafactor, Muon and LBFGS, which look at whole tensors, have arguments of their own and take
// any count.
export { adadelta } from './adadelta';
export { adafactorMatrices, adafactorVector } from './adafactor';
export { adagrad } from './adagrad';
export { adam } from './adam';
export { adamax } from './adamax';
export { asgd } from './asgd';
export { addScaled, dot } from './lbfgs';
export { bfloat16Add, muonMomentum, muonUpdate, toBfloat16 } from './muon';
export { nadam } from './nadam';
export { put } from './numbers';
export { radam } from './radam';
export { rmsprop } from './rmsprop';
export { rprop } from './rprop';
export { sgd } from './sgd';
