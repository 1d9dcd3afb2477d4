/** A secret key, from what an administrator writes. */
import { createHash } from 'node:crypto'

/** 32 bytes as hex or base64 (also the URL form), or a passphrase of at least 32 characters; undefined for anything shorter. */
export function parseKey(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, 'base64')
  if (text.length >= 32) return createHash('sha256').update(text).digest()
  return undefined
}
