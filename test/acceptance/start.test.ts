import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, install, programIsBuilt, type Run, run } from '../support/command-line.js'

beforeAll(programIsBuilt)

describe('careconnect serve, on the demo', () => {
  let installation: Installation
  let program: Run
  let urls: readonly string[]

  beforeAll(async () => {
    installation = install()
    program = run(installation.folder, ['serve'], { PORT: '0' })
    urls = await program.urls(4)
  }, 60_000)
  afterAll(async () => {
    program.signal('SIGKILL')
    await program.ended
    installation.remove()
  })

  it('makes the database, and says what it serves', () => {
    expect(program.said()).toContain(`Writing the demonstration database to ${join(installation.folder, 'var/demo/gp.sqlite')}`)
    expect(program.said()).toMatch(/^ {2}gp_patient: 60 rows$/m)
    expect(program.said()).toMatch(/^Mappings: \d+ maps for .*Patient/m)
    expect(program.said()).toContain('Source gp: sqlite, read-only (enforced by the database session).')
    expect(program.said()).toContain('Page links are sealed with a key made for this run')
  })

  it('names four addresses that work', async () => {
    expect(urls).toHaveLength(4)
    for (const url of urls) {
      const response = await fetch(url)
      expect(response.status, url).toBe(200)
      expect(response.headers.get('content-type')).toBe('application/fhir+json;charset=utf-8')
      const resource = (await response.json()) as { resourceType: string; entry?: readonly object[] }
      if (url.endsWith('/metadata')) expect(resource.resourceType).toBe('CapabilityStatement')
      else expect(resource.entry?.length, url).toBeGreaterThan(0)
    }
  })

  it('follows next to the end: every match once', async () => {
    const ids: string[] = []
    let total: number | undefined
    let url = urls[2]
    while (url !== undefined) {
      const page = (await (await fetch(url)).json()) as {
        total?: number
        entry: readonly { resource: { id: string } }[]
        link: readonly { relation: string; url: string }[]
      }
      ids.push(...page.entry.map(({ resource }) => resource.id))
      total ??= page.total
      url = page.link.find(({ relation }) => relation === 'next')?.url
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(10)
    expect(ids).toHaveLength(total ?? -1)
  })

  it('reads what a search found', async () => {
    const { entry } = (await (await fetch(urls[1] ?? '')).json()) as {
      entry: readonly { fullUrl: string; resource: object }[]
    }
    const [first] = entry
    expect(await (await fetch(first?.fullUrl ?? '')).json()).toEqual(first?.resource)
  })

  it('is ready', async () => {
    const origin = new URL(urls[0] ?? '').origin
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200)
  })

  it('refuses what it does not know, and says what it does', async () => {
    const base = (urls[0] ?? '').replace('/metadata', '')
    const response = await fetch(`${base}/Patient?famly=smith`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('Did you mean family?')
  })

  it('logs lines without an address, an id or a value; and ends in peace on SIGTERM', async () => {
    program.signal('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(program.said()).toContain('Finishing the requests under way.')
    const lines = program
      .logged()
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    // What rows lose is told at first sight, by names that only who keeps the key can make.
    const [losses, requests] = [
      lines.filter(({ event }) => event === 'data-quality'),
      lines.filter(({ event }) => event === undefined),
    ]
    expect(requests.length).toBeGreaterThan(8)
    expect(losses.length + requests.length).toBe(lines.length)
    for (const line of requests) expect(line).toMatchObject({ method: 'GET', requestId: expect.any(String) })
    for (const { names } of losses) expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^[\w-]{10}$/)]))
    expect(program.logged()).not.toMatch(/smith|famly|nhs-number|999\d{7}|85354/i)
  })
})

describe.concurrent('careconnect serve refuses to start', () => {
  interface Attempt {
    /** Done before the start, in the folder of the program. */
    readonly after?: (installation: Installation) => void
    readonly environment?: Readonly<Record<string, string>>
    readonly words?: readonly string[]
  }

  /** Gives the exit code and what was said, with FOLDER for the folder of the program. */
  async function refusal({ after, environment, words = ['serve'] }: Attempt): Promise<readonly [number | null, string]> {
    const installation = install()
    try {
      after?.(installation)
      const attempt = run(installation.folder, words, { PORT: '0', ...environment })
      return [await attempt.ended, attempt.said().replaceAll(installation.folder, 'FOLDER')]
    } finally {
      installation.remove()
    }
  }

  const withSource = (source: string) => (installation: Installation) =>
    installation.configure(`mappings: [mappings/gp]\nsources:\n  ${source}\n`)

  it('with a broken mapping: every fault at its place, a count, and nothing is served', async () => {
    const broken = readFileSync('mappings/gp/patient.yaml', 'utf8')
      .replace('birthDate: p.DobText', 'birthDate: p.DobTxt')
      .replace('  gender:', '  gendr:')
    const placeOf = (text: string) => {
      const lines = broken.split('\n')
      const line = lines.findIndex(each => each.includes(text))
      return `mappings/gp/patient.yaml:${line + 1}:${(lines[line] ?? '').indexOf(text) + 1}`
    }
    const [code, said] = await refusal({
      after: ({ folder }) => writeFileSync(join(folder, 'mappings/gp/patient.yaml'), broken),
    })
    expect(code).toBe(1)
    expect(said).toContain(`${placeOf('p.DobTxt')} error schema.column-unknown: `)
    expect(said).toContain(`${placeOf('gendr')} error `)
    expect(said).toContain('2 errors. Nothing is served until they are put right.')
    expect(said).not.toMatch(/^ +at /m)
  })

  it('without a configuration', async () => {
    const [code, said] = await refusal({ words: ['serve', '--config', 'gone.yaml'] })
    expect(code).toBe(1)
    expect(said).toBe(
      'gone.yaml:1:1 error config.file-unreadable: There is no configuration that can be read here. Name one with --config FILE.\n' +
        '1 error. Nothing is served until it is put right.\n',
    )
  })

  it('without its database', async () => {
    const [code, said] = await refusal({ after: withSource('gp: { adapter: sqlite, options: { file: gone.sqlite } }') })
    expect(code).toBe(1)
    expect(said).toBe(`careconnect.yaml:3:3 The source gp has no database: there is no file ${join('FOLDER', 'gone.sqlite')}.\n`)
  })

  it('on a file that is no database', async () => {
    const [code, said] = await refusal({ after: withSource('gp: { adapter: sqlite, options: { file: careconnect.yaml } }') })
    expect(code).toBe(1)
    expect(said).toMatch(/^careconnect\.yaml:3:3 The source gp cannot be opened \(.*\): The SQLite file cannot be \w+\.\n$/)
  })

  it('on a database without the tables of the mapping, naming each', async () => {
    const [code, said] = await refusal({
      after: installation => {
        writeFileSync(join(installation.folder, 'empty.sqlite'), '')
        withSource('gp: { adapter: sqlite, options: { file: empty.sqlite } }')(installation)
      },
    })
    expect(code).toBe(1)
    expect(said).toMatch(
      /^mappings\/gp\/source\.yaml:\d+:\d+ error schema\.table-unknown: The database of the source gp has no table gp_patient\b/m,
    )
  })

  it.each([
    ['an adapter that is none', '{ adapter: sqlit }', 'config.adapter-unknown: There is no adapter sqlit for the source gp.'],
    ['an option that is none', '{ adapter: sqlite, options: { fil: x } }', 'Did you mean `file`?'],
    ['an option that is missing', '{ adapter: sqlite }', 'config.option-invalid: The source gp needs `options.file`.'],
  ])('with %s', async (_, source, words) => {
    const [code, said] = await refusal({ after: withSource(`gp: ${source}`) })
    expect(code).toBe(1)
    expect(said).toContain('careconnect.yaml:3:3 error ')
    expect(said).toContain(words)
  })

  it('with mappings for a source that is not there', async () => {
    const [code, said] = await refusal({ after: withSource('gpp: { adapter: sqlite, options: { file: x } }') })
    expect(code).toBe(1)
    expect(said).toContain('careconnect.yaml:1:12 error config.source-missing: ')
    expect(said).toContain('Is it gpp?')
  })

  it('on a port that is taken', async () => {
    const other = createServer()
    const port = await new Promise<number>(settle =>
      other.listen(0, '127.0.0.1', () => {
        const address = other.address()
        settle(typeof address === 'object' && address !== null ? address.port : 0)
      }),
    )
    const [code, said] = await refusal({ environment: { PORT: String(port) } })
    other.close()
    expect(code).toBe(1)
    expect(said).toContain(`Port ${port} is in use already. Stop the other program, or choose a port: PORT=${port + 1}.\n`)
    expect(said).not.toMatch(/^ +at /m)
  })

  it('beyond this machine, without consent', async () => {
    const [code, said] = await refusal({ environment: { HOST: '0.0.0.0' } })
    expect(code).toBe(1)
    expect(said).toContain('config.not-open')
  })
})

describe.concurrent('careconnect', () => {
  it.each([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['--help'], 0, /^Usage: careconnect COMMAND/, /^$/],
    [[], 2, /^$/, /^Say what to do: careconnect serve\./],
    [['sreve'], 2, /^$/, /Did you mean serve\?/],
    [['serve', '--prot', '1'], 2, /^$/, /There is no option --prot\./],
  ])('%j ends with %i', async (words, code, out, err) => {
    const program = run('.', words)
    expect(await program.ended).toBe(code)
    expect(program.logged()).toMatch(out)
    expect(program.said()).toMatch(err)
  })
})
