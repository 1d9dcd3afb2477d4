/** Both demo systems behind one engine, from careconnect.yaml, with databases of their own in a temporary folder. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type OpenProject, openProject } from '../../src/app/open-project.js'
import type { Config } from '../../src/config/config.js'
import { parseConfig } from '../../src/config/load-config.js'
import { createEngine } from '../../src/engine/create-engine.js'
import type { Engine } from '../../src/engine/engine.js'
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import type { Adapter } from '../../src/spi/index.js'
import { judgeBaseUrl } from './judge.js'

export interface BothDemos {
  readonly engine: Engine
  readonly project: OpenProject
  /** The database of a source. */
  fileOf(source: string): string
  close(): Promise<void>
}

export interface BothDemosOptions {
  /** Stands between the engine and a source, to see what is sent or to fail. */
  readonly wrap?: (adapter: Adapter, source: string) => Adapter
}

export async function openBothDemos({ wrap = adapter => adapter }: BothDemosOptions = {}): Promise<BothDemos> {
  const folder = mkdtempSync(join(tmpdir(), 'careconnect-both-'))
  const fileOf = (source: string): string => join(folder, `${source}.sqlite`)
  const remove = () => rmSync(folder, { recursive: true })
  try {
    const project = await openProject(configIn(fileOf), () => {})
    const engine = createEngine({
      model: project.model,
      adapters: new Map([...project.sources].map(([name, { adapter }]) => [name, wrap(adapter, name)])),
      limits: { defaultCount: 10, maxCount: 1000 },
      pageKey: new Uint8Array(32).fill(7),
      baseUrl: judgeBaseUrl,
    })
    const close = async () => {
      await project.close()
      remove()
    }
    return { engine, project, fileOf, close }
  } catch (error) {
    remove()
    throw error
  }
}

function configIn(fileOf: (source: string) => string): Config {
  const loaded = parseConfig('careconnect.yaml', readFileSync('careconnect.yaml', 'utf8'), {})
  if ('diagnostics' in loaded) throw new Error(loaded.diagnostics.map(formatDiagnostic).join('\n'))
  const { sources, ...rest } = loaded.config
  return {
    ...rest,
    sources: new Map([...sources].map(([name, source]) => [name, { ...source, options: { file: fileOf(name) } }])),
  }
}
