#!/usr/bin/env node
// Committed, so that npm can link and mark it as a program before the first build.
import '../dist/cli/main.js';
