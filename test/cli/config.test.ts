import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { loadConfig, parseConfig } from '../../src/config/load-config.js'
import { parseKey } from '../../src/config/secret-key.js'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'

const least = `
mappings: [mappings/gp]
sources:
  gp:
    adapter: sqlite
    options: { file: ./gp.sqlite }
`

function faultsOf(text: string, environment: Record<string, string> = {}): readonly string[] {
  const loaded = parseConfig('careconnect.yaml', text, environment)
  return 'diagnostics' in loaded ? loaded.diagnostics.map(formatDiagnostic) : []
}

function configOf(text: string, environment: Record<string, string> = {}) {
  const loaded = parseConfig('conf/careconnect.yaml', text, environment)
  if ('diagnostics' in loaded) throw new Error(loaded.diagnostics.map(formatDiagnostic).join('\n'))
  return loaded.config
}

describe('a configuration', () => {
  it('is complete with its mappings and sources alone', () => {
    expect(configOf(least)).toEqual({
      folder: resolve('conf'),
      listen: { host: '127.0.0.1', port: 3000 },
      terminology: [],
      mappings: [
        {
          at: { file: 'conf/careconnect.yaml', line: 2, column: 12 },
          dir: resolve('conf/mappings/gp'),
          displayDir: 'mappings/gp',
        },
      ],
      sources: new Map([
        [
          'gp',
          {
            at: { file: 'conf/careconnect.yaml', line: 4, column: 3 },
            name: 'gp',
            adapter: 'sqlite',
            options: { file: './gp.sqlite' },
          },
        ],
      ]),
      paging: {},
      privacy: {},
      limits: { defaultCount: 10, maxCount: 500, maxIncludes: 1000, timeoutMs: 30_000, maxUrlLength: 8192 },
      cors: { origins: [] },
      log: { level: 'info' },
    })
  })

  it('takes every key', () => {
    const config = configOf(`${least}
    demo: gp
baseUrl: https://fhir.example.nhs.uk/STU3/
listen: { host: 0.0.0.0, port: 8080 }
security: { open: true }
paging: { key: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f }
limits: { defaultCount: 20, maxCount: 100, maxIncludes: 50, timeoutMs: 5000, maxUrlLength: 2000 }
cors: { origins: [https://app.example.nhs.uk, http://localhost:8080] }
log: { level: warn }
`)
    expect(config).toMatchObject({
      baseUrl: 'https://fhir.example.nhs.uk/STU3',
      listen: { host: '0.0.0.0', port: 8080 },
      limits: { defaultCount: 20, maxCount: 100, maxIncludes: 50, timeoutMs: 5000, maxUrlLength: 2000 },
      cors: { origins: ['https://app.example.nhs.uk', 'http://localhost:8080'] },
      log: { level: 'warn' },
    })
    expect([...(config.paging.key ?? [])]).toEqual(Array.from({ length: 32 }, (_, at) => at))
    expect(config.sources.get('gp')?.demo).toBe('gp')
  })

  it('takes origins without a path only, as no other would ever be met', () => {
    const loaded = parseConfig(
      'c.yaml',
      `${least}cors: { origins: ['*', 'https://app.example.nhs.uk/', app.example.nhs.uk] }`,
      {},
    )
    expect('diagnostics' in loaded && loaded.diagnostics.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual([
      '7:24 config.value-invalid',
      '7:55 config.value-invalid',
    ])
  })

  it('leaves the other types of an option as they are', () => {
    const { sources } = configOf(`
mappings: [m]
sources:
  gp: { adapter: memory, options: { pool: 8, tls: false, hosts: [a, b], deep: { key: 0123, none: } } }
`)
    expect(sources.get('gp')?.options).toEqual({ pool: 8, tls: false, hosts: ['a', 'b'], deep: { key: 123, none: null } })
  })

  it('counts a section whose lines are all commented out as left out', () => {
    expect(configOf(`${least}paging:\n  # key: secret\nlimits:\n`)).toMatchObject({ paging: {}, limits: { defaultCount: 10 } })
  })

  it('listens where PORT and HOST say, above the file', () => {
    const text = `${least}listen: { host: 127.0.0.1, port: 1 }`
    expect(configOf(text, { PORT: '4000', HOST: '::1' }).listen).toEqual({ host: '::1', port: 4000 })
    expect(configOf(text, { PORT: '', HOST: '' }).listen).toEqual({ host: '127.0.0.1', port: 1 })
  })
})

describe('a value', () => {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-config-'))
  const load = (text: string, environment: Record<string, string> = {}) => {
    const file = join(folder, 'careconnect.yaml')
    writeFileSync(file, text)
    return loadConfig(file, environment)
  }

  it('may come from the environment, and is read as the key takes it', () => {
    const loaded = load(`${least}listen: { port: { env: API_PORT } }\nsecurity: { open: { env: IS_OPEN } }`, {
      API_PORT: '8123',
      IS_OPEN: 'true',
    })
    expect(loaded).toMatchObject({ config: { listen: { port: 8123 } } })
  })

  it('may come from a file beside the configuration, without the line break at its end', () => {
    writeFileSync(join(folder, 'level.txt'), 'debug\n')
    writeFileSync(join(folder, 'password.txt'), 'a b\r\n')
    const loaded = load(
      `
mappings: [m]
log: { level: { file: level.txt } }
sources:
  gp: { adapter: memory, options: { user: { env: DB_USER }, login: { password: { file: ./password.txt } } } }
`,
      { DB_USER: 'reader' },
    )
    expect(loaded).toMatchObject({ config: { log: { level: 'debug' } } })
    if ('config' in loaded)
      expect(loaded.config.sources.get('gp')?.options).toEqual({ user: 'reader', login: { password: 'a b' } })
  })

  it('of `options` itself is never such a file: `file` is an option there', () => {
    const loaded = load(least)
    if ('config' in loaded) expect(loaded.config.sources.get('gp')?.options).toEqual({ file: './gp.sqlite' })
    expect(loaded).toHaveProperty('config')
  })

  it('that is not there is a fault at its place, and its content is not echoed', () => {
    writeFileSync(join(folder, 'key.txt'), 'too-short-SECRET\n')
    const loaded = load(
      `${least}baseUrl: { env: NO_SUCH }\npaging: { key: { file: key.txt } }\nlog: { level: { file: gone.txt } }`,
    )
    const faults =
      'diagnostics' in loaded
        ? loaded.diagnostics.map(({ at, code, message }) => `${at.line}:${at.column} ${code} ${message}`)
        : []
    expect(faults).toEqual([
      '7:10 config.reference-unset The environment variable NO_SUCH is not set. Set it before the start.',
      '8:16 config.value-invalid `paging.key` is 32 bytes in base64 or hex, or a passphrase of at least 32 characters.',
      '9:15 config.reference-unreadable The file gone.txt cannot be read. It is looked for relative to this file.',
    ])
  })

  it('cannot be read when there is no configuration', () => {
    const loaded = loadConfig('no/such/careconnect.yaml', {})
    expect('diagnostics' in loaded && loaded.diagnostics.map(formatDiagnostic)).toEqual([
      'no/such/careconnect.yaml:1:1 error config.file-unreadable: There is no configuration that can be read here. Name one with --config FILE.',
    ])
  })
})

test.each([
  [
    '',
    [
      '1:1 error config.key-missing: `mappings` is missing: the folders with the mappings, such as [mappings/gp].',
      '1:1 error config.key-missing: `sources` is missing: at least one database with its name, adapter and options.',
    ],
  ],
  [`${least}limit: { defaultCount: 3 }`, ['7:1 error config.key-unknown: There is no key `limit`. Did you mean `limits`?']],
  [
    `${least}limits: { defaultcount: 3 }`,
    ['7:11 error config.key-unknown: There is no key `limits.defaultcount`. Did you mean `defaultCount`?'],
  ],
  [`${least}log: { zzzzzzzz: 3 }`, ['7:8 error config.key-unknown: There is no key `log.zzzzzzzz`. Here there may be: level.']],
  [`${least}listen: 3000`, ['7:9 error config.value-invalid: `listen` holds keys, one a line: host, port.']],
  [`${least}listen: { port: 70000 }`, ['7:17 error config.value-invalid: `listen.port` is a whole number from 0 to 65535.']],
  [
    `${least}listen: { port: [1] }`,
    ['7:17 error config.value-invalid: `listen.port` takes one value, or { env: NAME }, or { file: PATH }.'],
  ],
  [`${least}log: { level: loud }`, ['7:15 error config.value-invalid: `log.level` is one of: silent, error, warn, info, debug.']],
  [`${least}security: { open: yes }`, ['7:19 error config.value-invalid: `security.open` is true or false.']],
  [
    `${least}baseUrl: ftp://x`,
    [
      '7:10 error config.value-invalid: `baseUrl` is an http or https address without a query, such as https://fhir.example.nhs.uk/STU3.',
    ],
  ],
  [
    `${least}limits: { defaultCount: 50, maxCount: 20 }`,
    ['7:25 error config.value-invalid: `limits.defaultCount` is at most `limits.maxCount`, which is 20.'],
  ],
  [
    `${least}listen: { host: 0.0.0.0 }`,
    [
      '7:17 error config.not-open: The server has no authorisation yet: on this host, everyone who can reach it reads everything. Listen on 127.0.0.1, or write `security: { open: true }`.',
    ],
  ],
  [
    'mappings: [m]\nsources: { gp: { options: { a: 1 } } }',
    ['2:12 error config.key-missing: `sources.gp.adapter` is missing, such as sqlite.'],
  ],
  [
    'mappings: [m]\nsources: { gp: { adapter: sqlite, options: x } }',
    ['2:44 error config.value-invalid: `sources.gp.options` holds keys, one a line.'],
  ],
  [
    'mapings: [m]\nlog: { level: x }\nsources: { gp: { adaptor: sqlite } }',
    [
      '1:1 error config.key-missing: `mappings` is missing: the folders with the mappings, such as [mappings/gp].',
      '1:1 error config.key-unknown: There is no key `mapings`. Did you mean `mappings`?',
      '2:15 error config.value-invalid: `log.level` is one of: silent, error, warn, info, debug.',
      '3:12 error config.key-missing: `sources.gp.adapter` is missing, such as sqlite.',
      '3:18 error config.key-unknown: There is no key `sources.gp.adaptor`. Did you mean `adapter`?',
    ],
  ],
])('%j has these faults', (text, faults) => {
  expect([...faultsOf(text)].sort()).toEqual(faults.map(fault => `careconnect.yaml:${fault}`).sort())
})

test.each([
  ['mappings: [m\nsources: {', '2:1'],
  ['a: 1\na: 2', '2:1'],
  ['\tx: 1', '1:1'],
])('what is not YAML is refused at its place: %j', (text, place) => {
  const faults = faultsOf(text)
  expect(faults[0]).toMatch(new RegExp(`^careconnect.yaml:${place} error config.yaml-invalid: `))
})

it('tells a PORT that is none', () => {
  expect(faultsOf(least, { PORT: 'http' })).toEqual([
    'careconnect.yaml:1:1 error config.value-invalid: `listen.port` is a whole number from 0 to 65535. The environment variable PORT says otherwise.',
  ])
})

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is this machine, and needs no consent', host => {
  expect(faultsOf(least, { HOST: host })).toEqual([])
})
test.each(['0.0.0.0', '::', '10.0.0.1', 'gp.example', '127.0.0.1.example.com'])('%s is beyond this machine', host => {
  expect(faultsOf(least, { HOST: host })).toHaveLength(1)
  expect(faultsOf(`${least}security: { open: true }`, { HOST: host })).toEqual([])
})

test.each([
  ['hex', `${'00'.repeat(31)}ff`, 'ff'],
  ['base64', Buffer.from(`${'00'.repeat(31)}fe`, 'hex').toString('base64'), 'fe'],
  ['base64url', Buffer.from(`${'00'.repeat(31)}fd`, 'hex').toString('base64url'), 'fd'],
])('a page key in %s is taken as it is', (_, text, last) => {
  expect(Buffer.from(parseKey(text) ?? []).toString('hex')).toBe('00'.repeat(31) + last)
})
it('a passphrase makes the same key each time, and a short one none', () => {
  expect(parseKey('correct horse battery staple, twice over')).toHaveLength(32)
  expect(parseKey('correct horse battery staple, twice over')).toEqual(parseKey('correct horse battery staple, twice over'))
  expect(parseKey('correct horse battery staple')).toBeUndefined()
})
