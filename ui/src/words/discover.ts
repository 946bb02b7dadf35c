import { capital, counted, list, many, said, some } from "./sentence";

/** Words about grids, and about the inventories that fill them. */
export const grid = {
  notANumber: (text: string, title: string, example: string) =>
    `“${text}” is not a number. Type ${title}, such as ${example}, or delete it.`,
  notAChoice: (text: string) => `“${text}” is not one of the choices. Press Enter to see them.`,
  required: (title: string) => `${title} is needed. Type it, or press Escape for the old value.`,
  error: (problem: string) => `Error: ${problem}`,
  unknownHint: "counts as a gap",
  records: (count: number) => `${count} ${count === 1 ? "record" : "records"}`,
  sortBy: (title: string, up: string, down: string) => `${title}: sort with a click, or ${up} and ${down}`,
  sorted: (title: string, isDescending: boolean) =>
    `Sorted by ${title}, ${isDescending ? "descending" : "ascending"}`,
  asEntered: "In the order it was entered",
  keys: {
    title: "In the table",
    move: "Go to another cell",
    ends: "First or last cell of the row",
    corners: "First or last cell of the table",
    page: "A page up or down",
    next: "The next cell, or the one before",
    extend: "Select several cells",
    all: "Select every cell",
    edit: "Edit the cell; typing replaces what it holds",
    store: "In an edit: store it and go down, or on",
    clear: "Empty the selected cells",
    remove: "Remove the selected lines",
    open: "Open the record",
    copy: "Copy the selected cells",
    paste: "Paste a cell or a block",
    sort: "Sort by this column, ascending or descending; once more as entered",
    giveUp: "Give up what is typed; then Tab leaves the table",
  },
};

export const discover = {
  asks: "What do they have and want?",
  inventories: "Inventories",
  filter: "Filter",
  filterKey: "Filter the lines",
  before: "The inventory before",
  after: "The next inventory",
  closeSheet: "Close the record",
  order: "Order by",
  asEntered: "As entered",
  ascending: "Ascending: turn the order round",
  descending: "Descending: turn the order round",
  columns: (shown: number, all: number) => `Columns ${shown} of ${all}`,
  columnsOf: (plural: string) => `Columns of ${plural}`,
  columnsAbout: "Choose what stands in the grid. Every field is always on the record's sheet.",
  mainColumns: "Main columns",
  allColumns: "All columns",
  records: (shown: number, all: number, label: string, plural: string) =>
    shown === all ? counted(all, label, plural) : `${many(shown)} of ${many(all)} ${plural}`,
  lost: (code: string) => `${code} is not in this list. It may have been removed.`,
  noMatch: (text: string) => `Nothing contains “${text}”.`,
  neededBy: "Needed by",
  views: {
    label: "Show use cases as",
    options: [
      { value: "grid", label: "Grid" },
      { value: "value", label: "Value and feasibility" },
      { value: "journeys", label: "Journeys" },
    ],
  },
  neighbours: {
    neededBy: { title: "Needed by", none: "No use case needs this source yet." },
    servedBy: { title: "Served by", none: "No use case serves this goal yet." },
    usedBy: { title: "Uses", none: "No use case names this persona yet." },
    goals: { title: "Serves", none: "It serves no goal." },
    consumers: { title: "Used by", none: "Nobody uses it." },
    sources: { title: "Needs", none: "It needs no source." },
    contribution: (value: number) => `${value} of 5`,
    status: (status: string) => (status === "unknown" ? "status unknown" : status),
    freshness: (need: string) => `freshness ${need}`,
    gone: "no longer in its list",
  },
  field: {
    finding: (both: number, placed: number, all: number) => {
      if (placed === 0) return "No use case has a place between value and feasibility yet";
      const of = placed === all ? some(all, "use case", "use cases") : `${said(placed)} placed use cases`;
      if (both === 0)
        return placed === 1
          ? "The one placed use case is not both valuable and feasible"
          : `None of ${of} is both valuable and feasible`;
      return capital(
        placed === 1
          ? "the one placed use case is valuable and feasible"
          : both === placed
            ? `all ${of} are valuable and feasible`
            : `${said(both)} of ${of} ${both === 1 ? "is" : "are"} valuable and feasible`,
      );
    },
    about:
      "Each side is the mean of its known ratings, 1 to 5; 3 and more counts as high. What has no rating on a side has no place.",
    teach:
      "Each use case stands here between value and feasibility, by its ratings from 1 to 5. Add the first in the grid.",
    quadrants: { first: "Do first", prepare: "Prepare", easy: "If easy", leave: "Leave" },
    axes: {
      value: { name: "Value", low: "little", high: "much" },
      feasibility: { name: "Feasibility", low: "hard", high: "ready" },
    },
    dot: (name: string, value: string, feasibility: string, quadrant: string) =>
      `${name}: value ${value}, feasibility ${feasibility}, ${quadrant.toLowerCase()}`,
    place: (value: string, feasibility: string) => `value ${value}, feasibility ${feasibility}`,
    side: (name: string, mean: string | null) => `${name.toLowerCase()} ${mean ?? "unknown"}`,
    money: (amount: string, unit: string) => `${amount} ${unit}`,
    moneyTitle: "Value a year, likely",
    howTo: "Drag a dot, or move it with the arrow keys, to change the ratings of that side.",
    tray: (count: number) => `Not placed yet: ${count}`,
    allPlaced: "Every use case has a place.",
    trayAbout: "Drag one into the field, or open it and type its ratings.",
    middle: "Place in the middle",
    useCase: "Use case",
    quadrant: "Quarter",
    hintMove: "move",
  },
  journey: {
    finding: (untouched: readonly string[], stages: number, placed: number) => {
      if (placed === 0) return "No use case names its moment in the customer’s journey yet";
      const quoted = untouched.map((label) => `“${label.toLowerCase()}”`);
      if (untouched.length === 0) return `Each of ${said(stages)} moments of the journey has a use case`;
      if (untouched.length < 3) return `No use case touches ${quoted.join(" or ")}`;
      return `No use case touches ${said(untouched.length)} of ${said(stages)} moments of the journey`;
    },
    untouched: (labels: readonly string[]) => `Untouched: ${list(labels.map((one) => one.toLowerCase()))}.`,
    unknown: (count: number) =>
      capital(`${some(count, "use case", "use cases")} ${count === 1 ? "has" : "have"} no stage yet.`),
    pain: (outside: number, all: number) =>
      all === 0
        ? "No persona reports pain yet."
        : outside === 0
          ? "Every persona who reports pain uses something at a moment of the journey."
          : capital(
              `${said(outside)} of ${some(all, "persona", "personas")} who report pain ${outside === 1 ? "uses" : "use"} nothing at any moment.`,
            ),
    teach:
      "Each use case stands here at its moment of the customer’s journey, from aware to leave. Add the first in the grid.",
    useCase: "Use case",
    none: "None",
    unknownStage: "Unknown",
    useCases: (count: number) =>
      count === 0 ? "no use case" : `${count} ${count === 1 ? "use case" : "use cases"}`,
    inPain: "Personas in pain",
    atNone: (titles: readonly string[]) => `At no moment: ${list(titles)}`,
    inPainHint: "Who uses the use cases of this stage and reports pain; a persona names no stage itself",
    persona: (title: string, pains: readonly string[]) =>
      `${title}: ${list(pains.map((one) => one.toLowerCase()))}`,
    atLeast: (count: number) => `${count} or more`,
    notAsked: "not asked",
    notAskedHint: "This type of use case need not touch the customer’s journey",
    cell: (stage: string, isHere: boolean) => (isHere ? `${stage}, chosen` : stage),
    open: (name: string) => `Open ${name}`,
    hintSet: "set or clear",
    hintMove: "move",
  },
  exchange: {
    import: "Import CSV or XLSX",
    export: "Export",
    csv: "CSV",
    xlsx: "XLSX",
    exportCsv: "Export as CSV",
    exportXlsx: "Export as Excel workbook",
    title: (plural: string) => `Import ${plural}`,
    imported: (count: number, label: string, plural: string) => `${counted(count, label, plural)} imported`,
    stepsLabel: "Steps of the import",
    steps: { file: "File", columns: "Columns", preview: "Preview" },
    back: "Back",
    next: "Next",
    importRows: (count: number) => `Import ${counted(count, "row", "rows")}`,
    about: {
      file: "A table from a spreadsheet or another tool. Nothing is written before the last step.",
      columns: "Where each column goes. What is left out is not read.",
      preview: "The rows as they would be. Correct a cell where it stands, or leave its row out.",
    },
    choose: "Choose a file",
    chooseAnother: "Choose another file",
    none: "A .csv or .xlsx file, with one record a row.",
    reading: (name: string) => `Reading ${name}…`,
    file: "File",
    table: "Table",
    tableOf: (name: string, rows: number) => `${name || "Table"}, ${counted(rows, "row", "rows")}`,
    size: (rows: number, columns: number) =>
      `${counted(rows, "row", "rows")}, ${counted(columns, "column", "columns")}`,
    heading: "The first row is a heading",
    headingHint: "It names the columns and is no record.",
    begins: "How the table begins",
    moreRows: (count: number) => `and ${counted(count, "more row", "more rows")}`,
    empty: (name: string) => `${name} holds no rows.`,
    onlyHeading: "Below the heading there is no row.",
    emptyHelp: "Choose another file, or another table of it.",
    cut: (rows: number, columns: number) =>
      `Only a part of this table was read: ${rows} ${rows === 1 ? "row" : "rows"} and ${columns} ${columns === 1 ? "column" : "columns"}, and of each cell at most 5,000 characters. What is beyond was left out; split the file to import that, too.`,
    column: "Column",
    columnAt: (at: number) => `Column ${at}`,
    values: "First values",
    field: "Goes to",
    fieldOf: (column: string) => `Field for ${column}`,
    leaveOut: "Leave out",
    code: "ID, to write over records",
    inUse: (label: string) => `${label} (in use)`,
    needed: (label: string) => `${label} (required)`,
    mapped: (fields: number, columns: number, hasCodes: boolean) =>
      `${fields} of ${columns} ${columns === 1 ? "column goes" : "columns go"} to a field${hasCodes ? ", and one is the ID" : ""}.`,
    noField: "No column goes to a field yet.",
    missing: (labels: readonly string[], hasCodes: boolean) =>
      `${capital(list(labels))} ${labels.length === 1 ? "is required and has" : "are required and have"} no column.${
        hasCodes ? " Only rows with a known ID can be taken." : ""
      }`,
    row: "Row",
    fate: "Becomes",
    wholeRow: "whole row",
    isNew: "new",
    isOver: "written over",
    isLeftOut: "left out",
    counts: (fresh: number, over: number, leftOut: number) =>
      `${many(fresh)} new, ${many(over)} written over, ${many(leftOut)} left out`,
    judging: "judging",
    judgingRows: (done: number, all: number) => `Judging rows: ${many(done)} of ${many(all)}…`,
    fits: "Every cell fits.",
    nothingLeft: "Every row is left out.",
    strange: (count: number) =>
      count === 1
        ? "The ID of 1 row is not known here: it becomes a new record with another ID."
        : `The IDs of ${count} rows are not known here: they become new records with other IDs.`,
    overwrites: "In records written over, an empty cell makes the value unknown.",
    toCorrect: (cells: number) => `${cells} ${cells === 1 ? "cell" : "cells"} to correct`,
    place: (line: number, label: string) => `Row ${line}, ${label}`,
    emptyCell: "empty",
    moreToCorrect: (count: number) => `and ${count} more`,
    leaveRowOut: "Leave the row out",
    leaveRowsOut: (rows: number) => `Leave out ${rows === 1 ? "this row" : `these ${rows} rows`}`,
    takeAllIn: "Take all rows in",
    preview: (plural: string) => `Rows of the file as ${plural}`,
    twice: (code: string, line: number) => `${code} stands in row ${line} already`,
    twiceHelp: "correct the ID, or leave one of the two rows out",
    hintLeave: "leave a row out, or take it in",
    hintEdit: "correct",
    hintOut: "leave the table",
    notJudged: "The rows could not be judged or written",
    discardTitle: "Close without importing?",
    discard: (edits: number) =>
      `${edits === 1 ? "1 correction" : `${edits} corrections`} made here would be lost. The file itself stays as it is.`,
    keep: "Go on",
    close: "Close",
  },
  ofPoints: (sum: number) =>
    sum === 100
      ? "of 100 points"
      : sum < 100
        ? `of 100 points, ${100 - sum} left`
        : `of 100 points, ${sum - 100} too many`,
  kinds: {
    goals: {
      title: "Goals",
      add: "Add goal",
      addLine: "Type a goal, or paste rows from a spreadsheet",
      teach:
        "What the organisation wants to reach, each with the number that tells. Add the first goal, or paste a list.",
    },
    use_cases: {
      title: "Use cases",
      add: "Add use case",
      addLine: "Type a use case, or paste rows from a spreadsheet",
      teach: "What people or applications would do with the data. Add the first use case, or paste a list.",
    },
    personas: {
      title: "Personas",
      add: "Add persona",
      addLine: "Type a persona, or paste rows from a spreadsheet",
      teach: "Who works with data and what they struggle with. Add the first persona, or paste a list.",
    },
    sources: {
      title: "Sources",
      add: "Add source",
      addLine: "Type a source, or paste rows from a spreadsheet",
      teach:
        "Systems, files and streams that data comes from. Paste a list from a spreadsheet or add the first.",
    },
    regulations: {
      title: "Regulations",
      add: "Add regulation",
      addLine: "Type a regulation, or paste rows from a spreadsheet",
      teach: "Laws and standards that bind the data. Add the first regulation, such as GDPR.",
    },
    constraints: {
      title: "Constraints",
      add: "Add constraint",
      addLine: "Type a constraint, or paste rows from a spreadsheet",
      teach:
        "What the solution must respect: where data may be, what must never change. Add the first constraint.",
    },
    platform: {
      title: "Platform",
      add: "Add item",
      addLine: "Type a product or service, or paste rows from a spreadsheet",
      teach: "What runs today, and whether it stays. Add the first item, or paste a list.",
    },
    skills: {
      title: "Skills",
      add: "Add role",
      addLine: "Type a role of the team, or paste rows from a spreadsheet",
      teach: "Who could do the work, and how much time they have. Add the first role of the team.",
    },
  },
};
