/** Reads careconnect.yaml: a complete configuration, or everything that is wrong with it, each fault with its place. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { type Diagnostic, type Position, sortDiagnostics } from '../kernel/diagnostics.js'
import type { Config, ConfiguredFolder, LogLevel, SourceConfig } from './config.js'
import type { ConfigFaultCode } from './config-faults.js'
import { type ConfigKey, configKeys, configRows } from './config-keys.js'
import { type ConfigValue, type ConfigValues, parseValue, readConfigTree } from './config-reader.js'
import { parseKey } from './secret-key.js'
import type { Environment } from './value-reference.js'

export type LoadedConfig = { readonly config: Config } | { readonly diagnostics: readonly Diagnostic[] }

type Report = (code: ConfigFaultCode, at: Position, message: string) => void

/** `file` as the user gave it, which is how faults name it. PORT and HOST of the environment stand above the file. */
export function loadConfig(file: string, environment: Environment): LoadedConfig {
  const text = readText(file)
  const start: Position = { file, line: 1, column: 1 }
  if (text === undefined) {
    const message = 'There is no configuration that can be read here. Name one with --config FILE.'
    return { diagnostics: [{ severity: 'error', code: 'config.file-unreadable', at: start, message }] }
  }
  return parseConfig(file, text, environment)
}

export function parseConfig(file: string, text: string, environment: Environment): LoadedConfig {
  const diagnostics: Diagnostic[] = []
  const report: Report = (code, at, message) => diagnostics.push({ severity: 'error', code, at, message })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0])
    report('config.yaml-invalid', { file, line, column: col }, error.message)
  }
  if (diagnostics.length > 0) return { diagnostics: sortDiagnostics(diagnostics) }
  const folder = dirname(resolve(file))
  const tree = readConfigTree({ document, lines, file, report, references: { environment, folder } })
  const config = buildConfig({ tree, file, folder, environment, report })
  return diagnostics.length > 0 ? { diagnostics: sortDiagnostics(diagnostics) } : { config }
}

interface Build {
  readonly tree: ConfigValues
  readonly file: string
  readonly folder: string
  readonly environment: Environment
  readonly report: Report
}

function buildConfig(build: Build): Config {
  const { tree } = build
  const port = override('listen.port', 'PORT', build)
  const host = override('listen.host', 'HOST', build)
  requireConsent(String(host.value), host.at, build)
  requireOrderedCounts(build)
  const baseUrl = tree.values.get('baseUrl')?.value
  const pageKey = readKey('paging.key', build)
  const rowKey = readKey('privacy.key', build)
  return {
    folder: build.folder,
    ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
    listen: { host: String(host.value), port: Number(port.value) },
    mappings: readMappings(build),
    terminology: readFolders('terminology', build),
    sources: readSources(build),
    paging: pageKey === undefined ? {} : { key: pageKey },
    privacy: rowKey === undefined ? {} : { key: rowKey },
    limits: {
      defaultCount: integer('limits.defaultCount', tree),
      maxCount: integer('limits.maxCount', tree),
      maxIncludes: integer('limits.maxIncludes', tree),
      timeoutMs: integer('limits.timeoutMs', tree),
      maxUrlLength: integer('limits.maxUrlLength', tree),
    },
    cors: { origins: readOrigins(build) },
    log: { level: readOrDefault('log.level', tree) as LogLevel },
  }
}

const readOrDefault = (key: ConfigKey, tree: ConfigValues): unknown => {
  const row = configKeys[key]
  return tree.values.get(key)?.value ?? ('default' in row ? row.default : undefined)
}
const integer = (key: ConfigKey, tree: ConfigValues): number => Number(readOrDefault(key, tree))

/** A key's place, for a fault that its value has together with another's: the file's beginning when it is not written. */
const placeOf = (key: string, { tree, file }: Build): Position => tree.values.get(key)?.at ?? { file, line: 1, column: 1 }

function override(key: ConfigKey, variable: string, build: Build): ConfigValue {
  const at = placeOf(key, build)
  const text = build.environment[variable]
  const row = configRows.get(key)
  if (text !== undefined && text !== '' && row !== undefined) {
    const value = parseValue(text, row, message =>
      build.report('config.value-invalid', at, `\`${key}\` ${message} The environment variable ${variable} says otherwise.`),
    )
    return { at, value }
  }
  return { at, value: readOrDefault(key, build.tree) }
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/

function requireConsent(host: string, at: Position, build: Build): void {
  if (loopback.test(host) || readOrDefault('security.open', build.tree) === true) return
  const message =
    'The server has no authorisation yet: on this host, everyone who can reach it reads everything. Listen on 127.0.0.1, or write `security: { open: true }`.'
  build.report('config.not-open', at, message)
}

function requireOrderedCounts(build: Build): void {
  const [usual, most] = [integer('limits.defaultCount', build.tree), integer('limits.maxCount', build.tree)]
  if (usual <= most) return
  build.report(
    'config.value-invalid',
    placeOf('limits.defaultCount', build),
    `\`limits.defaultCount\` is at most \`limits.maxCount\`, which is ${most}.`,
  )
}

function readKey(name: 'paging.key' | 'privacy.key', build: Build): Uint8Array | undefined {
  const written = build.tree.values.get(name)
  if (written === undefined) return undefined
  const key = parseKey(String(written.value))
  if (key === undefined) {
    build.report(
      'config.value-invalid',
      written.at,
      `\`${name}\` is 32 bytes in base64 or hex, or a passphrase of at least 32 characters.`,
    )
  }
  return key
}

function readMappings(build: Build): readonly ConfiguredFolder[] {
  const folders = readFolders('mappings', build)
  if (folders.length === 0) {
    build.report(
      'config.key-missing',
      placeOf('mappings', build),
      '`mappings` is missing: the folders with the mappings, such as [mappings/gp].',
    )
  }
  return folders
}

function readFolders(key: 'mappings' | 'terminology', build: Build): readonly ConfiguredFolder[] {
  const written = build.tree.values.get(key)?.value
  const folders = Array.isArray(written) ? (written as readonly ConfigValue[]) : []
  return folders.map(({ at, value }) => ({ at, dir: resolve(build.folder, String(value)), displayDir: String(value) }))
}

/** An origin has no path: one that is written with it would never be met. */
function readOrigins(build: Build): readonly string[] {
  const written = build.tree.values.get('cors.origins')?.value
  const origins = Array.isArray(written) ? (written as readonly ConfigValue[]) : []
  for (const { at, value } of origins) {
    if (value === '*' || /^https?:\/\/[^/\s]+$/.test(String(value))) continue
    const message = '`cors.origins` takes origins without a path, such as https://app.example.nhs.uk, or `*`.'
    build.report('config.value-invalid', at, message)
  }
  return origins.map(({ value }) => String(value))
}

function readSources(build: Build): ReadonlyMap<string, SourceConfig> {
  const { tree, report } = build
  const names = tree.names.get('sources')
  if (names === undefined) {
    report(
      'config.key-missing',
      placeOf('sources', build),
      '`sources` is missing: at least one database with its name, adapter and options.',
    )
    return new Map()
  }
  const sources = new Map<string, SourceConfig>()
  for (const [name, at] of names) {
    const adapter = tree.values.get(`sources.${name}.adapter`)
    const demo = tree.values.get(`sources.${name}.demo`)
    const options = tree.values.get(`sources.${name}.options`)
    if (adapter === undefined) report('config.key-missing', at, `\`sources.${name}.adapter\` is missing, such as sqlite.`)
    sources.set(name, {
      at,
      name,
      adapter: String(adapter?.value),
      ...(demo === undefined ? {} : { demo: String(demo.value) }),
      options: (options?.value ?? {}) as Readonly<Record<string, unknown>>,
    })
  }
  return sources
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
