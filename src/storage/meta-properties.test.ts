import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { OperatorError } from '../base/errors.ts'
import { MemoryDisk } from '../io/memory/disk.ts'
import {
  formatMetaProperties,
  type MetaProperties,
  parseProperties,
  readMetaProperties,
  writeMetaProperties,
} from './meta-properties.ts'

async function read(text: string): Promise<MetaProperties | null> {
  const disk = new MemoryDisk()
  const file = await disk.open('/meta.properties', 'create')
  await file.write([Buffer.from(text, 'latin1')], 0)
  return readMetaProperties(disk, '')
}

test('what Apache Kafka writes in ZooKeeper mode is read, with or without a version', async () => {
  const written = '#\n#Mon Jan 01 00:00:00 UTC 2024\nbroker.id=3\nversion=0\ncluster.id=5L6g3nShT-eMCtK--X86sw\n'
  const expected = { brokerId: 3, clusterId: '5L6g3nShT-eMCtK--X86sw', directoryId: null, others: new Map() }
  assert.deepEqual(await read(written), expected)
  assert.deepEqual(await read(written.replace('version=0\n', '')), expected)
  assert.equal(await readMetaProperties(new MemoryDisk(), ''), null)
  assert.equal(await read(''), null)
})

test('entries that are not ours are kept, the id of the folder too', async () => {
  const disk = new MemoryDisk()
  const meta = (await read('broker.id=1\ncluster.id=c\ndirectory.id=d\nnote=a\\ b\\u00e9\n'))!
  await writeMetaProperties(disk, '', { ...meta, brokerId: 7 })
  const text = Buffer.from(await disk.readFile('/meta.properties', 1000)).toString('latin1')
  assert.equal(text, 'broker.id=7\ncluster.id=c\ndirectory.id=d\nnote=a b\\u00E9\nversion=0\n')
  assert.deepEqual(await readMetaProperties(disk, ''), { ...meta, brokerId: 7 })
})

test('a folder of KRaft, of a later version, or with nonsense in it is refused with a sentence', async () => {
  for (const [text, why] of [
    ['version=1\nnode.id=1\ncluster.id=x\n', /KRaft/],
    ['node.id=1\n', /KRaft/],
    ['version=2\n', /version 2/],
    ['broker.id=one\n', /no number/],
  ] as const)
    await assert.rejects(read(text), (error: Error) => error instanceof OperatorError && why.test(error.message))
})

test('the rules of java.util.Properties', () => {
  const text = [
    'a=1',
    ' b : 2 ',
    'c 3',
    'd',
    '! comment = no',
    '#x=y',
    'e\\ f\\=g=h\\ti',
    'long = one \\',
    '    two\\\\',
    'a=again',
    'u=\\u0041\\q',
    '',
  ].join('\r\n')
  assert.deepEqual(
    [...parseProperties(text)],
    [
      ['a', 'again'],
      ['b', '2 '],
      ['c', '3'],
      ['d', ''],
      ['e f=g', 'h\ti'],
      ['long', 'one two\\'],
      ['u', 'Aq'],
    ],
  )
})

test('whatever is written is read back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (values) => {
      const others = new Map(Object.entries(values))
      const text = formatMetaProperties({ brokerId: 1, clusterId: 'c', directoryId: null, others })
      assert.match(text, /^[\x20-\x7e\n]*$/)
      const back = parseProperties(text)
      for (const [name, value] of others) assert.equal(back.get(name), value)
    }),
  )
})
