/** A form of something as a file. */
export interface ExportFormat {
  /** The application's word for it. */
  id: string;
  /** The kind of file that the dialog asks for. */
  kind: string;
  /** Without the dot. */
  ending: string;
  label: string;
  hint: string;
}
