// Update rules in PyTorch's order of operations (torch/optim, the single-tensor loops), one pass over memory.
// Arguments: the addresses of the parameter, the gradient and the state tensors in the order of src/optimizers (0 for one
// that is not in use, and for those up to the third that a rule does not have), how many numbers, then the address of the
// numbers of the update in float32. The count is a multiple of 4: the caller sees to what is left over. `sign` is -1 with
// maximize; a truth value is 0 or 1.
export { adadelta } from './adadelta';
export { adagrad } from './adagrad';
export { adam } from './adam';
export { adamax } from './adamax';
export { asgd } from './asgd';
export { nadam } from './nadam';
export { put } from './numbers';
export { radam } from './radam';
export { rmsprop } from './rmsprop';
export { rprop } from './rprop';
export { sgd } from './sgd';
