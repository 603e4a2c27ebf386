/** Addresses as text: IPv4, IPv6, and localhost for 127.0.0.1. Names are not looked up. */

/** One text for each address; null: it is none. */
export function canonicalAddress(text: string): string | null {
  if (text === 'localhost') return '127.0.0.1'
  const plain = text.startsWith('::ffff:') && text.includes('.') ? text.slice('::ffff:'.length) : text
  if (isIpv4(plain)) return plain
  if (!/^[0-9a-fA-F:.]{2,45}$/.test(plain) || !URL.canParse(`http://[${plain}]`)) return null
  return new URL(`http://[${plain}]`).hostname.slice(1, -1)
}

function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
}
