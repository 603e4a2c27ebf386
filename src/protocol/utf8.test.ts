/** Bytes that are no UTF-8, and the UTF-16 units that Java 17 makes of them, in hexadecimal. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Reader } from './reader.ts'

const JAVA = `
4180 0041fffd
8090edbf41ef fffdfffdfffd0041fffd
80e1bf fffdfffd
80f1edc2a0 fffdfffdfffd00a0
8fedbfc2e0e0 fffdfffdfffdfffdfffd
8fedbfc2ed fffdfffdfffdfffd
90 fffd
90e0a0bf fffd083f
90f1ff80 fffdfffdfffdfffd
9feda0 fffdfffd
a0bfbfe0a08f fffdfffdfffd080f
a0bfeddfeda0 fffdfffdfffdfffdfffd
a0ff fffdfffd
bf9feda0 fffdfffdfffd
c241 fffd0041
c29080ff 0090fffdfffd
c2a0df8f9f8f 00a007cffffdfffd
c2df9feda0f0 fffd07dffffdfffd
c2eff0edbf8f fffdfffdfffdfffd
c2f0f5ffdfa0 fffdfffdfffdfffd07e0
c2f58fff90e1 fffdfffdfffdfffdfffdfffd
dfeda08f fffdfffd
e0f1 fffdfffd
e0ff41f4f4 fffdfffd0041fffdfffd
e1 fffd
e18f41 fffd0041
e1e0f1 fffdfffdfffd
e1e1f4f0 fffdfffdfffdfffd
e1edc0dff0ef fffdfffdfffdfffdfffdfffd
ed9fed fffdfffd
eda041e080 fffd0041fffdfffd
eda0e1ef fffdfffdfffd
edbf fffd
edbff0f0a0e0 fffdfffdfffdfffd
edbff5efbf fffdfffdfffd
ededa0 fffdfffd
ededa09f9ff5 fffdfffdfffdfffd
edf4eda0e0 fffdfffdfffdfffd
efc0ffff fffdfffdfffdfffd
efffe09ff5 fffdfffdfffdfffdfffd
f1f58fefa090 fffdfffdfffdf810
f49fa0edbf fffdfffdfffdfffd
f4f4e0edbfdf fffdfffdfffdfffdfffd
f5e1edbf fffdfffdfffd
ffa0eda0 fffdfffdfffd
eda080 fffd
edb080eda080 fffdfffd
ed9fbfee8080 d7ffe000
f0908080 d800dc00
`

test('what is no UTF-8 is read as Java reads it, in short and in long strings', () => {
  for (const line of JAVA.trim().split('\n')) {
    const [hex, units] = line.split(' ') as [string, string]
    for (const filling of ['', 'x'.repeat(100)]) {
      const bytes = Buffer.concat([Buffer.from(filling), Buffer.from(hex, 'hex')])
      const frame = Buffer.concat([Buffer.of(0, bytes.length), bytes])
      const text = new Reader(frame).string().slice(filling.length)
      const found = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'))
      assert.equal(found.join(''), units, hex)
    }
  }
})
