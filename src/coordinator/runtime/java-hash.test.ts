import assert from 'node:assert/strict'
import { test } from 'node:test'
import { javaHash, partitionOfKey } from './java-hash.ts'

test("Java's hash and Kafka's absolute value", () => {
  // From a JVM: "".hashCode(), "test".hashCode(), … and the string whose hash is the least integer.
  assert.equal(javaHash(''), 0)
  assert.equal(javaHash('test'), 3556498)
  assert.equal(javaHash('my-consumer-group'), javaHash('my-consumer-group'))
  assert.equal(javaHash('polygenelubricants'), -2147483648)
  assert.equal(partitionOfKey('polygenelubricants', 50), 0)
  assert.equal(partitionOfKey('test', 50), 48)
})
