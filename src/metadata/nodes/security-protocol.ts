/** Security protocols by their number in UpdateMetadata. */
export const SecurityProtocolName: readonly string[] = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']

export function securityProtocolNumber(name: string): number {
  const number = SecurityProtocolName.indexOf(name)
  return Math.max(number, 0)
}
