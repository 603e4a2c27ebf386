/** The beginning of a text by itself: what `slice` gives holds on to the whole text that it was cut from. */
export function beginning(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  return Buffer.from(text.slice(0, lengthMax), 'utf16le').toString('utf16le')
}
