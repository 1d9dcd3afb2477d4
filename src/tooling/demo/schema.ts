/** The first part of the `gp` schema, shaped as GP systems of the last thirty years shaped theirs. */
import { columnsOf, type TableShape } from './table.js'

export const practiceTable: TableShape = {
  table: 'gp_practice',
  columns: columnsOf({
    PracticeCode: 'CHAR(8) not null', // padded with blanks
    Name: 'VARCHAR(80)',
    ShortName: 'VARCHAR(30)',
    Kind: 'CHAR(1)', // G practice, B branch, C commissioner
    Addr1: 'VARCHAR(40)',
    Addr2: 'VARCHAR(40)',
    Addr3: 'VARCHAR(40)',
    Addr4: 'VARCHAR(40)',
    PostCode: 'VARCHAR(8)',
    Phone: 'VARCHAR(20)',
    ParentCode: 'CHAR(8)',
    OpenYN: 'CHAR(1)',
  }),
  key: ['PracticeCode'],
  indexes: [['ParentCode']],
}

export const staffTable: TableShape = {
  table: 'gp_staff',
  columns: columnsOf({
    StaffId: 'INTEGER not null',
    Title: 'VARCHAR(20)',
    Forenames: 'VARCHAR(40)',
    Surname: 'VARCHAR(60)',
    SexCode: 'CHAR(1)',
    GmcNo: 'VARCHAR(7)',
    SdsUserId: 'VARCHAR(12)',
    ActiveYN: 'CHAR(1)',
    DeletedYN: 'CHAR(1)',
  }),
  key: ['StaffId'],
  indexes: [['Surname'], ['SdsUserId']],
}

export const lookupTable: TableShape = {
  table: 'gp_lookup',
  columns: columnsOf({
    ListName: 'VARCHAR(12) not null',
    ItemCode: 'VARCHAR(8) not null',
    ItemText: 'VARCHAR(60)',
    NationalCode: 'VARCHAR(4)',
  }),
  key: ['ListName', 'ItemCode'],
  indexes: [],
}

export const patientTable: TableShape = {
  table: 'gp_patient',
  columns: columnsOf({
    PatId: 'INTEGER not null',
    Title: 'VARCHAR(20)',
    Forename1: 'VARCHAR(40)',
    Forename2: 'VARCHAR(40)',
    Surname: 'VARCHAR(60)',
    PrevSurname: 'VARCHAR(60)',
    SexCode: 'CHAR(1)',
    DobText: 'VARCHAR(8)', // yyyyMMdd; 19000101 for not known
    DodText: 'VARCHAR(8)',
    DeadYN: 'CHAR(1)',
    NhsNo: 'VARCHAR(12)', // 999 123 4567; some without blanks
    NhsNoStatus: 'CHAR(2)',
    RegPracticeCode: 'CHAR(8)',
    UsualGpId: 'INTEGER',
    EthnicityCode: 'VARCHAR(8)',
    TestFlag: 'CHAR(1)',
    DeletedYN: 'CHAR(1)',
    UpdatedAt: 'DATETIME',
    CreatedAt: 'DATETIME',
  }),
  key: ['PatId'],
  indexes: [['NhsNo'], ['Surname'], ['DobText'], ['RegPracticeCode'], ['UsualGpId'], ['UpdatedAt']],
}

export const addressTable: TableShape = {
  table: 'gp_patient_address',
  columns: columnsOf({
    PatId: 'INTEGER not null',
    AddrNo: 'INTEGER not null',
    AddrType: 'CHAR(1)', // H home, T temporary, W work
    Line1: 'VARCHAR(40)',
    Line2: 'VARCHAR(40)',
    Line3: 'VARCHAR(40)',
    Line4: 'VARCHAR(40)',
    Town: 'VARCHAR(40)',
    PostCode: 'VARCHAR(8)',
    FromDate: 'DATE',
    ToDate: 'DATE', // 9999-12-31 for still there
  }),
  key: ['PatId', 'AddrNo'],
  indexes: [['PostCode']],
}

export const phoneTable: TableShape = {
  table: 'gp_patient_phone',
  columns: columnsOf({
    PatId: 'INTEGER not null',
    ContactKind: 'CHAR(1)', // H home, W work, M mobile, E e-mail
    Value: 'VARCHAR(80)',
    EndDate: 'DATE',
  }),
  key: [],
  indexes: [['PatId'], ['Value']],
}

export const codeTable: TableShape = {
  table: 'gp_code',
  columns: columnsOf({
    CodeId: 'INTEGER not null',
    ReadCode: 'CHAR(5)', // case matters
    SnomedId: 'BIGINT',
    Loinc: 'VARCHAR(10)',
    Term: 'VARCHAR(80)',
    Category: 'CHAR(1)',
  }),
  key: ['CodeId'],
  indexes: [['ReadCode'], ['SnomedId'], ['Loinc']],
}

export const eventTable: TableShape = {
  table: 'gp_event',
  columns: columnsOf({
    PatId: 'INTEGER not null',
    EventNo: 'INTEGER not null',
    ParentNo: 'INTEGER',
    Kind: 'CHAR(1) not null', // R result, B blood pressure, S its parts, Q finding, N note, L letter, A allergy, I immunisation
    CodeId: 'INTEGER',
    EventAt: 'DATETIME', // local time
    NumValue: 'DECIMAL(9,3)',
    UnitText: 'VARCHAR(20)',
    TextValue: 'TEXT',
    RecordedById: 'INTEGER',
    StatusCode: 'CHAR(1)',
    RemovedYN: 'CHAR(1)',
    ConfidentialYN: 'CHAR(1)',
    UpdatedAt: 'DATETIME',
  }),
  key: ['PatId', 'EventNo'],
  indexes: [
    ['PatId', 'EventAt'],
    ['PatId', 'CodeId', 'EventAt'],
    ['PatId', 'ParentNo'],
    ['CodeId', 'EventAt'],
    ['EventAt'],
    ['UpdatedAt'],
  ],
}

export const vitalsTable: TableShape = {
  table: 'gp_vitals',
  columns: columnsOf({
    VitalsId: 'INTEGER not null',
    PatId: 'INTEGER not null',
    TakenAt: 'DATETIME', // local time
    Systolic: 'INTEGER',
    Diastolic: 'INTEGER',
    PulseBpm: 'INTEGER',
    WeightKg: 'DECIMAL(5,1)', // 0 for not weighed
    TempC: 'DECIMAL(4,1)',
    TakenById: 'INTEGER',
  }),
  key: ['VitalsId'],
  indexes: [['PatId', 'TakenAt'], ['TakenAt']],
}
