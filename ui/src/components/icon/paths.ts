/**
 * The interface's own icons: 16 x 16, drawn with a 1.5 stroke and round ends. `shape` ones are filled.
 * Written for Waymark.
 */
export const paths = {
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  check: "M3 8.5 6.5 12 13 4.5",
  cross: "M4 4l8 8M12 4l-8 8",
  "chevron-down": "M4 6l4 4 4-4",
  "chevron-left": "M10 4 6 8l4 4",
  "chevron-right": "M6 4l4 4-4 4",
  "arrow-left": "M13 8H3m4-4L3 8l4 4",
  "arrow-right": "M3 8h10M9 4l4 4-4 4",
  "arrow-up": "M8 13V3M4 7l4-4 4 4",
  "arrow-down": "M8 3v10M4 9l4 4 4-4",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3 13.5 13.5",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3",
  undo: "M6 3 3 6l3 3M3 6h6a4 4 0 0 1 0 8H6",
  redo: "M10 3l3 3-3 3M13 6H7a4 4 0 0 0 0 8h3",
  export: "M8 2.5v7M5 6.5l3 3 3-3M3 13h10",
  open: "M9 3h4v4M13 3 7.5 8.5M11.5 9.5V13H3V4.5h3.5",
  edit: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3 3 13Z",
  trash: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5 5 13h6l.5-8.5",
  link: "M6.5 9.5l3-3M7 4.8l1.6-1.6a2.8 2.8 0 0 1 4 4L11 8.8M9 11.2l-1.6 1.6a2.8 2.8 0 0 1-4-4L5 7.2",
  note: "M3.5 2.5h9v11h-9ZM6 6h4M6 9h4",
  flag: "M4 14V2.5M4 3h8l-2 3 2 3H4",
  pin: "M6 2.5h4M6.5 2.5V7L4.5 9.5h7L9.5 7V2.5M8 9.5V14",
  lock: "M4 7h8v6H4ZM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
  screen: "M2 3h12v8H2ZM8 11v2.5M5.5 13.5h5",
  panel: "M2.5 3h11v10h-11ZM10 3v10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  grow: "M2.5 5v6M13.5 5v6M5 8h6M7 6 5 8l2 2M9 6l2 2-2 2",
  info: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM8 7.2v3.8M8 4.9h.01",
  warning: "M8 2.5 14 13.5H2ZM8 6.5v3.2M8 11.6h.01",
  error: "M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3ZM8 4.8v3.8M8 11h.01",
} as const;

export const shapes = {
  circle: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z",
  square: "M2.2 2.2h11.6v11.6H2.2Z",
  diamond: "M8 .6 15.4 8 8 15.4.6 8Z",
  "point-left": "M11 2v12L3 8Z",
} as const;

/** The shapes of votes by the side they speak for, so that colour is not needed. */
export const sideShapes = { business: "circle", technology: "square", control: "diamond" } as const;

export type IconName = keyof typeof paths | keyof typeof shapes;
