/** Text from UTF-8 as Java decodes it: what is no UTF-8 becomes U+FFFD, in the same places and as often. */

const REPLACEMENT = '\u{fffd}'
const SURROGATE_LEAD = 0xed

export function textOf(buf: Buffer, start: number, end: number): string {
  const text = buf.toString('utf8', start, end)
  return text.includes(REPLACEMENT) && buf.subarray(start, end).includes(SURROGATE_LEAD)
    ? javaText(buf, start, end)
    : text
}

/** Half a surrogate pair in three bytes (or the first two of them) is one U+FFFD in Java, and one for each byte elsewhere. */
function javaText(buf: Buffer, start: number, end: number): string {
  const parts: string[] = []
  let from = start
  for (let at = start; at < end - 1; at++) {
    if (buf[at] !== SURROGATE_LEAD || (buf[at + 1]! & 0xe0) !== 0xa0) continue
    const next = at + 2 < end && (buf[at + 2]! & 0xc0) === 0x80 ? at + 3 : at + 2
    parts.push(buf.toString('utf8', from, at), REPLACEMENT)
    from = next
    at = next - 1
  }
  parts.push(buf.toString('utf8', from, end))
  return parts.join('')
}
