/** Patient by hand: from rows to JSON. */
import { withOffset } from './london-time.js'
import { filled, fromDigits, idPart, isoDay, nhsDigits, trimmed } from './stored-values.js'

export interface PatientRow {
  readonly p_PatId: number
  readonly p_UpdatedAt: string | null
  readonly p_CreatedAt: string | null
  readonly p_NhsNo: string | null
  readonly p_NhsNoStatus: string | null
  readonly p_Title: string | null
  readonly p_Forename1: string | null
  readonly p_Forename2: string | null
  readonly p_Surname: string | null
  readonly p_PrevSurname: string | null
  readonly p_SexCode: string | null
  readonly p_DobText: string | null
  readonly p_DodText: string | null
  readonly p_DeadYN: string | null
  readonly p_DeletedYN: string | null
  readonly ethnic_NationalCode: string | null
  readonly gp_StaffId: number | null
  readonly gp_Title: string | null
  readonly gp_Forenames: string | null
  readonly gp_Surname: string | null
  readonly practice_PracticeCode: string | null
  readonly practice_Name: string | null
}

export interface PhoneRow {
  readonly phones_ContactKind: string | null
  readonly phones_Value: string | null
  readonly phones_EndDate: string | null
}

export interface HomeRow {
  readonly homes_AddrType: string | null
  readonly homes_Line1: string | null
  readonly homes_Line2: string | null
  readonly homes_Line3: string | null
  readonly homes_Line4: string | null
  readonly homes_Town: string | null
  readonly homes_PostCode: string | null
  readonly homes_FromDate: string | null
  readonly homes_ToDate: string | null
}

const definitions = 'https://fhir.hl7.org.uk/STU3/StructureDefinition'
const codeSystems = 'https://fhir.hl7.org.uk/STU3/CodeSystem'

const ethnicities: Readonly<Record<string, string>> = {
  A: 'British, Mixed British',
  B: 'Irish',
  C: 'Any other White background',
  D: 'White and Black Caribbean',
  E: 'White and Black African',
  F: 'White and Asian',
  G: 'Any other mixed background',
  H: 'Indian or British Indian',
  J: 'Pakistani or British Pakistani',
  K: 'Bangladeshi or British Bangladeshi',
  L: 'Any other Asian background',
  M: 'Caribbean',
  N: 'African',
  P: 'Any other Black background',
  R: 'Chinese',
  S: 'Any other ethnic group',
  Z: 'Not stated',
}

const verifications: Readonly<Record<string, string>> = {
  '01': 'Number present and verified',
  '02': 'Number present but not traced',
  '03': 'Trace required',
  '04': 'Trace attempted - No match or multiple match found',
  '05': 'Trace needs to be resolved - (NHS number or patient detail conflict)',
  '06': 'Trace in progress',
  '07': 'Number not present and trace not required',
  '08': 'Trace postponed (baby under six weeks old)',
}

const genders: Readonly<Record<string, string>> = { M: 'male', F: 'female', I: 'other' }
const contactSystems: Readonly<Record<string, string>> = { H: 'phone', W: 'phone', M: 'phone', E: 'email' }
const contactUses: Readonly<Record<string, string>> = { H: 'home', W: 'work', M: 'mobile' }
const addressUses: Readonly<Record<string, string>> = { H: 'home', W: 'work', T: 'temp' }

export function toPatient(row: PatientRow, phones: readonly PhoneRow[], homes: readonly HomeRow[], today: string) {
  const updated = row.p_UpdatedAt ?? row.p_CreatedAt
  const telecom = phones.filter(phone => phone.phones_EndDate === null && filled(phone.phones_Value) !== undefined)
  const prefix = trimmed(row.p_Title)
  const previous = filled(row.p_PrevSurname)
  const practice = trimmed(row.practice_PracticeCode)
  const died = fromDigits(row.p_DodText)
  const name = [
    {
      use: 'official',
      family: trimmed(row.p_Surname),
      given: present([row.p_Forename1, row.p_Forename2]),
      prefix: prefix === undefined ? undefined : [prefix],
    },
    ...(previous === undefined ? [] : [{ use: 'old', family: previous }]),
  ]
  return {
    resourceType: 'Patient',
    id: String(row.p_PatId),
    meta: {
      lastUpdated: updated === null ? undefined : withOffset(updated),
      profile: [`${definitions}/CareConnect-Patient-1`],
    },
    extension: ethnicity(row.ethnic_NationalCode),
    identifier: [
      ...nhsNumber(row.p_NhsNo, row.p_NhsNoStatus),
      { system: 'https://fhir.example.nhs.uk/Id/gp-patient-number', value: String(row.p_PatId) },
    ],
    name,
    telecom: telecom.length === 0 ? undefined : telecom.map(toContactPoint),
    gender: genders[row.p_SexCode ?? ''] ?? 'unknown',
    birthDate: row.p_DobText === '19000101' ? undefined : fromDigits(row.p_DobText),
    deceasedDateTime: died,
    deceasedBoolean: died === undefined && row.p_DeadYN === 'Y' ? true : undefined,
    address: homes.length === 0 ? undefined : homes.map(home => toAddress(home, today)),
    generalPractitioner:
      row.gp_StaffId === null
        ? undefined
        : [
            {
              reference: `Practitioner/${row.gp_StaffId}`,
              display: fullName(row.gp_Title, row.gp_Forenames, row.gp_Surname),
            },
          ],
    managingOrganization:
      practice === undefined ? undefined : { reference: `Organization/${idPart(practice)}`, display: trimmed(row.practice_Name) },
  }
}

export function fullName(
  storedTitle: string | null,
  storedForenames: string | null,
  storedSurname: string | null,
): string | undefined {
  const [title, forenames, surname] = [filled(storedTitle), filled(storedForenames), trimmed(storedSurname)]
  if (forenames === undefined || surname === undefined) return undefined
  return `${title === undefined ? '' : `${title} `}${forenames} ${surname}`
}

/** Undefined when none of them has a value. */
function present(values: readonly (string | null)[]): readonly string[] | undefined {
  const found = values.filter((value): value is string => filled(value) !== undefined)
  return found.length === 0 ? undefined : found
}

function ethnicity(code: string | null) {
  const display = ethnicities[code ?? '']
  if (display === undefined) return undefined
  const coding = { system: `${codeSystems}/CareConnect-EthnicCategory-1`, code, display }
  return [{ url: `${definitions}/Extension-CareConnect-EthnicCategory-1`, valueCodeableConcept: { coding: [coding] } }]
}

function nhsNumber(stored: string | null, status: string | null) {
  const display = verifications[status ?? '']
  const value = nhsDigits(stored)
  if (value === undefined || display === undefined) return []
  const coding = { system: `${codeSystems}/CareConnect-NHSNumberVerificationStatus-1`, code: status, display }
  const url = `${definitions}/Extension-CareConnect-NHSNumberVerificationStatus-1`
  return [
    {
      extension: [{ url, valueCodeableConcept: { coding: [coding] } }],
      system: 'https://fhir.nhs.uk/Id/nhs-number',
      value,
    },
  ]
}

const toContactPoint = ({ phones_ContactKind: kind, phones_Value: value }: PhoneRow) => ({
  system: contactSystems[kind ?? ''],
  value,
  use: contactUses[kind ?? ''],
})

function toAddress(home: HomeRow, today: string) {
  const from = isoDay(home.homes_FromDate)
  const to = home.homes_ToDate === '9999-12-31' ? undefined : isoDay(home.homes_ToDate)
  const end = to === undefined || (from !== undefined && to < from) ? undefined : to
  return {
    use: to !== undefined && to < today ? 'old' : addressUses[home.homes_AddrType ?? ''],
    line: present([home.homes_Line1, home.homes_Line2, home.homes_Line3, home.homes_Line4]),
    city: filled(home.homes_Town),
    postalCode: filled(home.homes_PostCode),
    period: from === undefined && end === undefined ? undefined : { start: from, end },
  }
}
