// What changes on one device, one thing at a time: see drift/lines/index.mjs.
import { testDrift } from './drift/matrix.mjs';

testDrift('firefox');
