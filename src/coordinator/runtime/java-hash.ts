/** Which partition of a coordinator's topic a key belongs to: Java's String.hashCode, and Kafka's Utils.abs. */

export function javaHash(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}

export function partitionOfKey(key: string, partitions: number): number {
  const hash = javaHash(key)
  return (hash === -0x80000000 ? 0 : Math.abs(hash)) % partitions
}
