/** The package on npm that holds Dawn for Node. */
export const dawnVersion = '0.6.2';

/** SHA-256 of its archive on npm, which the download must have: what is in it runs in this process. */
export const dawnSha256 = '77a6be6513b9f7c2e94425620ce603efb38cdc5d0393e1b31a1b0c8479330ffd';

/** The command that sets the backend up, as error messages name it. */
export const setUpCommand = 'optim-sches setup webgpu';
