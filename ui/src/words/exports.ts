/** Words about writing something for other programs. */
export const exports = {
  open: "Export",
  busy: "Writing…",
  title: "Write a file",
  written: (path: string) => `Written to ${path}`,
};
