#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// The command `odradek`: in a clone and in a published package alike.
import '../src/cli/main.ts'
