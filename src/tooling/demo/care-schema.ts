/** The third part of the `gp` schema: the drug dictionary, repeat and single prescriptions, and roles of staff. */
import { columnsOf, type TableShape } from './table.js'

export const drugTable: TableShape = {
  table: 'gp_drug',
  columns: columnsOf({
    DrugId: 'INTEGER not null',
    DrugKey: 'VARCHAR(12)', // 106;1;2: product; form; strength
    DmdCode: 'BIGINT', // of the substance; null where nobody has mapped it
    Name: 'VARCHAR(60)',
    Strength: 'VARCHAR(30)',
    FormCode: 'VARCHAR(8)',
    WithdrawnYN: 'CHAR(1)',
  }),
  key: ['DrugId'],
  indexes: [['DmdCode'], ['DrugKey']],
}

/** What a patient may ask for again and again. */
export const repeatTable: TableShape = {
  table: 'gp_repeat',
  columns: columnsOf({
    RepeatId: 'INTEGER not null',
    PatId: 'INTEGER not null',
    DrugId: 'INTEGER', // null where the drug was typed
    DrugText: 'VARCHAR(80)',
    Dosage: 'VARCHAR(100)',
    TimesADay: 'INTEGER', // 0 for as needed
    RouteCode: 'VARCHAR(8)',
    Qty: 'VARCHAR(12)', // 56.000
    QtyUnit: 'VARCHAR(20)',
    'Max Issues': 'INTEGER', // 0 for no limit
    Issued: 'INTEGER',
    StatusNo: 'INTEGER', // 0 current, 1 held, 8 stopped, 9 ended, 28 entered by mistake
    StartYMD: 'INTEGER', // yyyyMMdd
    EndYMD: 'INTEGER', // 99991231 for no end
    ReviewOn: 'CHAR(10)', // dd/MM/yyyy
    ProblemNo: 'INTEGER',
    ById: 'INTEGER',
    Remark: 'VARCHAR(100)',
    DeletedYN: 'CHAR(1)',
    UpdatedAt: 'DATETIME',
  }),
  key: ['RepeatId'],
  indexes: [['PatId', 'StartYMD'], ['DrugId'], ['UpdatedAt']],
}

/** One prescription, of a repeat or by itself. */
export const issueTable: TableShape = {
  table: 'gp_issue',
  columns: columnsOf({
    IssueId: 'INTEGER not null',
    RepeatId: 'INTEGER not null', // 0 for a single one
    PatId: 'INTEGER not null',
    DrugId: 'INTEGER',
    DrugText: 'VARCHAR(80)',
    Dosage: 'VARCHAR(100)',
    Qty: 'VARCHAR(12)',
    QtyUnit: 'VARCHAR(20)',
    Days: 'INTEGER',
    IssueDate: 'DATE',
    IssuedAt: 'INTEGER', // seconds since 1970, universal time
    LastDay: 'DATE',
    CancelledOn: 'DATE',
    CancelText: 'VARCHAR(60)',
    ConsultGuid: 'CHAR(36)',
    ById: 'INTEGER',
  }),
  key: ['IssueId'],
  indexes: [['PatId', 'IssuedAt'], ['RepeatId', 'IssuedAt'], ['DrugId'], ['ConsultGuid']],
}

/** Who works where, as what, and when in the week: one column for each day. */
export const staffRoleTable: TableShape = {
  table: 'gp_staff_role',
  columns: columnsOf({
    RoleId: 'VARCHAR(12) not null',
    StaffId: 'INTEGER',
    PracticeCode: 'CHAR(8)',
    JobCode: 'VARCHAR(8)',
    StartYMD: 'INTEGER',
    EndYMD: 'INTEGER', // 99991231 for no end
    SystemTF: 'CHAR(1)', // T for what no person signs on to
    OnMon: 'CHAR(1)', // X for yes
    OnTue: 'CHAR(1)',
    OnWed: 'CHAR(1)',
    OnThu: 'CHAR(1)',
    OnFri: 'CHAR(1)',
  }),
  key: ['RoleId'],
  indexes: [['StaffId'], ['PracticeCode']],
}
