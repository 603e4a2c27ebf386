import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  decodeCredential,
  encodeCredential,
  makeCredential,
  SCRAM_MECHANISMS,
  type ScramMechanism,
  saltedPasswordWork,
} from './scram.ts'

const [SHA_256] = SCRAM_MECHANISMS as [ScramMechanism]

test('the exchange of RFC 7677: its server signature, and its client proof against the stored key', async () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
  const work = saltedPasswordWork(SHA_256, { password: 'pencil', salt, iterations: 4096 })
  const saltedPassword = work.here()
  assert.deepEqual(await work.apart(), saltedPassword)
  const { storedKey, serverKey } = makeCredential(SHA_256, { salt, saltedPassword, iterations: 4096 })
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
  const authMessage = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=${nonce}`
  const signature = (key: Uint8Array) => createHmac('sha256', key).update(authMessage).digest()
  assert.equal(signature(serverKey).toString('base64'), '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
  const proof = Buffer.from('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=', 'base64')
  const clientKey = signature(storedKey).map((byte, at) => byte ^ proof[at]!)
  assert.deepEqual(createHash('sha256').update(clientKey).digest(), storedKey)
})

test('a credential that is written is read back, and holds nothing that was given but the salt', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(
      fc.constantFrom(...SCRAM_MECHANISMS),
      bytes,
      bytes,
      fc.nat(1e6),
      (mechanism, salt, secret, iterations) => {
        const credential = makeCredential(mechanism, { salt, saltedPassword: secret, iterations })
        const read = decodeCredential(encodeCredential(credential))!
        assert.deepEqual(
          [...Object.values(read)].map((value) =>
            typeof value === 'number' ? value : Buffer.from(value).toString('hex'),
          ),
          [
            Buffer.from(salt).toString('hex'),
            Buffer.from(credential.storedKey).toString('hex'),
            Buffer.from(credential.serverKey).toString('hex'),
            iterations,
          ],
        )
        assert.equal(credential.storedKey.length, mechanism.hashBytes)
        assert.notDeepEqual(credential.storedKey, credential.serverKey)
      },
    ),
  )
})

test('what is not a credential', () => {
  const good = 'salt=eA==,stored_key=eA==,server_key=eA==,iterations=4096'
  assert.equal(decodeCredential(good)?.iterations, 4096)
  const bad = [
    '',
    'nonsense',
    'salt=eA==,stored_key=eA==,server_key=eA==',
    `${good},more=1`,
    good.replace('4096', 'x'),
    good.replace('4096', '99999999999'),
    good.replace('salt=eA==', 'salt=!'),
    good.replace('salt=eA==', 'salt=e'),
    good.replace('salt', 'pepper'),
  ]
  for (const text of bad) assert.equal(decodeCredential(text), null, text)
})
