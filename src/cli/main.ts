#!/usr/bin/env node
import { withInstalledHome } from '../install/installed-home.js';
import { keepOutputClean } from '../text/clean-output.js';
import { runProgram } from './program.js';

keepOutputClean();

// No process.exit: what was written is still on its way when the output is a pipe.
process.exitCode = await runProgram(process.argv.slice(2), withInstalledHome(process.env, import.meta.url));
