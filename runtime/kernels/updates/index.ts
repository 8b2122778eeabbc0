// Update rules in PyTorch's order of operations (torch/optim, the single-tensor loops), one pass over memory.
// Arguments: the addresses of the parameter, the gradient and the state tensors in the order of src/optimizers (0 for one
// that is not in use), how many numbers, then the numbers of the update. The count is a multiple of 4: the caller sees to
// what is left over. `sign` is -1 with maximize; a truth value is 0 or 1.
export { adadelta } from './adadelta';
export { adagrad } from './adagrad';
export { adam } from './adam';
export { adamax } from './adamax';
export { asgd } from './asgd';
export { nadam } from './nadam';
export { radam } from './radam';
export { rmsprop } from './rmsprop';
export { rprop } from './rprop';
export { sgd } from './sgd';
