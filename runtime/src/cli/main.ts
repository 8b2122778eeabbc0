// The command line where it is no bundle: the VS Code extension carries this package without, as it trains only.
import { backendCommands } from './backend-commands.js';
import { main } from './commands.js';

await main(process.argv.slice(2), backendCommands);
