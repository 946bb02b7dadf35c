/** Words about the roadmap as files for other programs. */
export const roadmapExports = {
  formats: [
    { id: "xlsx", kind: "xlsx", ending: "xlsx", label: "Excel", hint: "plan, load and waves" },
    {
      id: "project",
      kind: "project",
      ending: "xml",
      label: "MS Project",
      hint: "XML, for ProjectLibre too",
    },
    { id: "jira", kind: "csv", ending: "csv", label: "Jira", hint: "epics and stories as CSV" },
    { id: "ics", kind: "ics", ending: "ics", label: "Calendar", hint: "ends as all-day events" },
    { id: "csv", kind: "csv", ending: "csv", label: "CSV", hint: "the initiatives as a table" },
    { id: "svg", kind: "svg", ending: "svg", label: "SVG", hint: "the Gantt chart as a drawing" },
  ],
  name: (client: string, part: string) => [client, "roadmap", part].filter(Boolean).join(" "),
  /** Two files with the same ending have names of their own. */
  parts: { jira: "for Jira" } as Record<string, string>,
  key: "Export to a file",
  long: (format: string) => `Export the roadmap: ${format}`,
};
