// The frame of a client program: `list` prints its cases, `run BOOTSTRAP TOPIC CASE` runs one and ends with 0 when it went well.
export function expect(fact, otherwise) {
  if (!fact) throw new Error(otherwise)
}

export const COUNT = 200

export const key = (i) => `key-${i}`
export const value = (i) => `value-${i}-${'z'.repeat(i % 100)}`

/** Checks offsets, keys and values of everything that was read. */
export function expectAll(records) {
  expect(records.length === COUNT, `${records.length} of ${COUNT} records came back`)
  records.forEach((record, i) => {
    expect(Number(record.offset) === i, `offset ${record.offset} came where ${i} was expected`)
    expect(String(record.key) === key(i), `record ${i} has the key ${record.key}`)
    expect(String(record.value) === value(i), `record ${i} has the value ${record.value}`)
  })
}

export async function main(cases) {
  const [command, bootstrap, topic, name] = process.argv.slice(2)
  if (command === 'list') {
    console.log(Object.keys(cases).join('\n'))
    return
  }
  try {
    await cases[name](bootstrap, topic)
    process.exit(0)
  } catch (error) {
    console.log(error?.stack ?? String(error))
    process.exit(1)
  }
}
