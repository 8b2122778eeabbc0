// Node frees what the objects of a native module hold in a turn of its event loop, which a test that never waits for anything does not
// take: on WebGPU thousands of small buffers would gather from test to test.
import { setImmediate } from 'node:timers/promises';
import { afterEach } from 'vitest';

afterEach(() => setImmediate());
