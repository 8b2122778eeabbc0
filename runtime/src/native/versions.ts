/** The package on npm whose C++ binding and JavaScript are the backend `tensorflow`: of the same version as our TensorFlow.js. */
export const tfjsNodeVersion = '4.22.0';

/** The package on npm with the headers of Node's own C interface. */
export const nodeHeadersVersion = '1.9.0';

/** What a set-up is for: a processor, or a CUDA GPU. */
export type Variant = 'cpu' | 'gpu';

/**
 * The TensorFlow that is set up where none is named. 2.15.1 is the smallest for processors, and the last of those tried
 * that rounds int32 tensors rightly; a GPU of today needs a current one.
 */
export const tensorFlowVersions: Readonly<Record<Variant, string>> = { cpu: '2.15.1', gpu: '2.21.0' };

/** The command that sets the backend up, as error messages name it. */
export const setUpCommand = 'optim-sches setup native';
