/** The demo GP system with the mappings that come with it. */
import { formatDiagnostic } from '../../src/kernel/diagnostics.js'
import { loadMappingFolder } from '../../src/mapping/language/read-mapping-files.js'
import { demoTables } from '../../src/tooling/demo/demo-tables.js'
import { type AdapterName, type Facade, type FacadeOptions, type Mapping, openFacade } from './open-facade.js'

function demoMapping(): Mapping {
  const { source, maps, diagnostics } = loadMappingFolder('mappings/gp', 'mappings/gp')
  if (source === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(diagnostics.map(formatDiagnostic).join('\n'))
  return { source, maps }
}

export const openDemo = (name: AdapterName, options?: FacadeOptions): Promise<Facade> =>
  openFacade(demoMapping(), demoTables(), name, options)
