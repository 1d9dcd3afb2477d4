/** The demo hospital system as tables, and the views that its vendor delivers with them. */
import * as admin from './pas-admin-schema.js'
import * as clinical from './pas-clinical-schema.js'
import { alertRows, prescriptionRows, schoolRows } from './pas-medicines.js'
import { aliasRows, nameRows, personRows } from './pas-people.js'
import * as registers from './pas-registers.js'
import { auditRows, resultRows, sampleRows } from './pas-results.js'
import * as stays from './pas-stays.js'
import * as visits from './pas-visits.js'
import type { DemoTable } from './table.js'

/** About sixty patients; the same rows each time. */
export const pasTables = (): readonly DemoTable[] => [
  { ...admin.siteTable, rows: registers.siteRows() },
  { ...admin.wardTable, rows: registers.wardRows() },
  { ...admin.refCodesTable, rows: registers.refCodeRows() },
  { ...admin.specialtyTable, rows: registers.specialtyRows() },
  { ...admin.consultantTable, rows: registers.consultantRows() },
  { ...admin.userTable, rows: registers.userRows() },
  { ...admin.specialtyLinkTable, rows: registers.specialtyLinkRows() },
  { ...admin.personTable, rows: personRows() },
  { ...admin.nameTable, rows: nameRows() },
  { ...admin.aliasTable, rows: aliasRows() },
  { ...admin.spellTable, rows: stays.spellRows() },
  { ...admin.episodeTable, rows: stays.episodeRows() },
  { ...admin.wardStayTable, rows: stays.wardStayRows() },
  { ...admin.clinicTable, rows: visits.clinicRows() },
  { ...admin.emergencyTable, rows: visits.emergencyRows() },
  { ...clinical.codingBatchTable, rows: stays.codingBatchRows() },
  { ...clinical.diagnosisTable, rows: stays.diagnosisRows() },
  { ...clinical.operationTable, rows: stays.operationRows() },
  { ...clinical.packedTable, rows: stays.packedRows() },
  { ...clinical.unitTable, rows: registers.unitRows() },
  { ...clinical.testTable, rows: registers.testRows() },
  { ...clinical.sampleTable, rows: sampleRows() },
  { ...clinical.resultTable, rows: resultRows() },
  { ...clinical.auditTable, rows: auditRows() },
  { ...clinical.chartTable, rows: visits.chartRows() },
  { ...clinical.formTable, rows: visits.formRows() },
  { ...clinical.answerTable, rows: visits.answerRows() },
  { ...clinical.prescriptionTable, rows: prescriptionRows() },
  { ...clinical.alertTable, rows: alertRows() },
  { ...clinical.schoolTable, rows: schoolRows() },
]

/** A trust is nowhere but in the rows of its sites; an alert has no key, but no version of one is there twice. */
export const pasViews: readonly string[] = [
  `create view "VW_TRUST" as
  select "TRUST_CODE", max("TRUST_NAME") as "TRUST_NAME", count(*) as "SITES"
  from "PAS_SITE" where "TRUST_CODE" is not null group by "TRUST_CODE"`,
  'create unique index "ALLERGY_ALERT_VERSION" on "ALLERGY_ALERT" ("PERSON_ID", "ALERT_NO", "VER")',
]
