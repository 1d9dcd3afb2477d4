/** Page tokens: where a search stands, sealed so that nobody can read or change it (DESIGN, decision 5). */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { FacadeError } from '../kernel/errors.js'
import type { Scalar } from '../spi/index.js'

export interface PageState {
  readonly type: string
  /** Of a search in a compartment: `Patient/17`. */
  readonly within?: string
  /** The normalised search. */
  readonly query: string
  /** The instant of the first page: `today` and `now` of all pages. */
  readonly now: number
  /** By map: the last row that was served, or null when it has no more. A map that is not here has not been begun. */
  readonly positions: Readonly<Record<string, readonly Scalar[] | null>>
  readonly total?: number
  /** The page ends where the positions are: it is read from there towards the beginning. */
  readonly isReversed?: boolean
}

export interface PageSeal {
  seal(state: PageState, now: number): string
  /** Throws FacadeError page.token-invalid (400) or page.token-expired (410). */
  open(token: string, now: number): PageState
}

export interface PageSealSetup {
  /** At least 32 bytes of secret. */
  readonly key: Uint8Array
  /** Another version of the mappings makes tokens void. */
  readonly version: string
  /** Whose tokens these are. */
  readonly audience: string
  readonly lifetimeMs: number
}

const ivLength = 12
const tagLength = 16

export function createPageSeal({ key, version, audience, lifetimeMs }: PageSealSetup): PageSeal {
  const secret = Buffer.from(hkdfSync('sha256', key, '', 'page token', 32))
  const keyId = createHash('sha256').update(secret).digest('base64url').slice(0, 6)
  const audienceHash = createHash('sha256').update(audience).digest('base64url').slice(0, 12)
  const header = `1.${keyId}.${version}`
  const headerBytes = Buffer.from(header)
  return {
    seal(state, now) {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(headerBytes)
      const content = { ...state, audience: audienceHash, expires: now + lifetimeMs }
      // A replacer is called for every value, and keys of bytes are rare.
      const text = hasBytes(state) ? JSON.stringify(content, writeBytes) : JSON.stringify(content)
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${header}.${sealed.toString('base64url')}`
    },
    open(token, now) {
      const [form, tokenKey, tokenVersion, body, ...rest] = token.split('.')
      if (form !== '1' || !tokenKey || !tokenVersion || !body || rest.length > 0 || !/^[\w-]+$/.test(body)) throw invalid()
      if (tokenKey !== keyId) throw expired('The server has been given another key since')
      if (tokenVersion !== version) throw expired('The mappings have changed since')
      const sealed = Buffer.from(body, 'base64url')
      // The last character has bits to spare, and no token has two spellings.
      if (sealed.toString('base64url') !== body) throw invalid()
      const content = decrypt(sealed, secret, header)
      if (content.audience !== audienceHash) throw invalid()
      if (content.expires <= now) throw expired('It was valid for a limited time')
      return content.state
    },
  }
}

interface Content {
  readonly state: PageState
  readonly audience: string
  readonly expires: number
}

function decrypt(sealed: Buffer, secret: Buffer, header: string): Content {
  if (sealed.length <= ivLength + tagLength) throw invalid()
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, ivLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(header)).setAuthTag(sealed.subarray(-tagLength))
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(ivLength, -tagLength)), decipher.final()]).toString('utf8')
    const { audience, expires, ...state } = JSON.parse(text, readBytes) as PageState & { audience: string; expires: number }
    return { state, audience, expires }
  } catch {
    throw invalid()
  }
}

const hasBytes = ({ positions }: PageState): boolean =>
  Object.values(positions).some(position => position?.some(value => value instanceof Uint8Array))

/** A keyset may hold a binary key. JSON.stringify sees a Buffer after its own toJSON. */
function writeBytes(this: unknown, key: string, value: unknown): unknown {
  const raw: unknown = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value
  return raw instanceof Uint8Array ? { bytes: Buffer.from(raw).toString('base64') } : value
}

const readBytes = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'bytes' in value && typeof value.bytes === 'string'
    ? new Uint8Array(Buffer.from(value.bytes, 'base64'))
    : value

const invalid = () =>
  new FacadeError('page.token-invalid', {
    text: 'This page link is not one of ours, or was changed. Repeat the search.',
    expression: '_page',
  })
const expired = (why: string) =>
  new FacadeError('page.token-expired', { text: `This page link has ended. ${why}. Repeat the search.`, expression: '_page' })
