import * as l10n from '@vscode/l10n';
import { connect } from './host.js';
import { Panel } from './panel.js';

// Words first: the parts ask for theirs when they are made.
const words = document.getElementById('words')?.textContent?.trim();
if (words) l10n.config({ contents: words });

const root = document.getElementById('app');
if (root) new Panel(root, connect());
