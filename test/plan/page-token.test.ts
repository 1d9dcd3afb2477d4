/** Page links are sealed: they can be neither read nor changed, and they end (DESIGN, decision 5). */
import { describe, expect, it, test } from 'vitest'
import { FacadeError } from '../../src/kernel/errors.js'
import { createPageSeal, type PageSealSetup, type PageState } from '../../src/plan/page-token.js'

const setup: PageSealSetup = {
  key: new Uint8Array(32).fill(1),
  version: 'v1-_x',
  audience: 'http://localhost/STU3',
  lifetimeMs: 1000,
}
const state: PageState = {
  type: 'Patient',
  query: 'family=smith',
  now: 5,
  positions: { 'gp/patient': ['a', 1, null, true], 'gp/other': null, 'gp/bytes': [new Uint8Array([0, 255, 7])] },
  total: 12,
}
const seal = createPageSeal(setup)
const token = seal.seal(state, 100)

function codeOf(given: string, other: Partial<PageSealSetup> = {}, now = 200): string {
  try {
    createPageSeal({ ...setup, ...other }).open(given, now)
    return 'opened'
  } catch (error) {
    return error instanceof FacadeError ? error.code : String(error)
  }
}

describe('a page token', () => {
  it('gives back what was sealed, bytes and nulls included', () => expect(seal.open(token, 200)).toEqual(state))
  it('tells nothing of the search and is never the same twice', () => {
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('smith')
    expect(seal.seal(state, 100)).not.toBe(token)
    expect(token).toMatch(/^[\w.-]+$/)
  })

  it('is refused when any of its characters is another', () => {
    const bodyAt = token.lastIndexOf('.') + 1
    for (let index = 0; index < token.length; index++) {
      for (const other of ['A', 'B', '-', '.', '%', 'é']) {
        if (token[index] === other) continue
        const changed = token.slice(0, index) + other + token.slice(index + 1)
        const code = codeOf(changed)
        // Another key or another version of the mappings is what the head says; all else is no token of ours.
        expect(index >= bodyAt ? [code] : ['page.token-invalid', 'page.token-expired'], `${index} ${other}`).toContain(code)
        if (index >= bodyAt) expect(code, `${index} ${other}`).toBe('page.token-invalid')
      }
    }
  })

  it('has one spelling', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const opened = [...letters].filter(last => codeOf(token.slice(0, -1) + last) === 'opened')
    expect(opened).toEqual([token.at(-1)])
  })

  test.each([
    ['of another key', { key: new Uint8Array(32).fill(2) }, 200, 'page.token-expired'],
    ['of another version of the mappings', { version: 'v2' }, 200, 'page.token-expired'],
    ['of another server', { audience: 'http://elsewhere/STU3' }, 200, 'page.token-invalid'],
    ['within its time', {}, 1099, 'opened'],
    ['after its time', {}, 1100, 'page.token-expired'],
  ])('%s is answered so', (_, other, now, code) => expect(codeOf(token, other, now)).toBe(code))

  test.each(['', '.', '1', 'x.y.z.w', `${token}.x`, token.slice(0, -20), token.replace(/^1/, '2'), `${token}=`, '1.a.b.AAAA'])(
    '%j is none of ours',
    given => expect(codeOf(given)).toMatch(/^page\.token-/),
  )

  it('is short enough for a url', () => expect(token.length).toBeLessThan(600))
})
