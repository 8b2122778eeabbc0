#!/usr/bin/env node
// Committed, so that npm can link and mark it as a program before the first build.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const bundle = join(__dirname, '../dist/cli/start.cjs');
if (existsSync(bundle)) require(bundle).start();
else import('../dist/cli/main.js');
