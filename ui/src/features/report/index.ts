export { default as HeaderReport } from "./HeaderReport.svelte";
export { default as Preview } from "./Preview.svelte";
export { Report, report } from "./report.svelte";
export { default as BrandDialog } from "./BrandDialog.svelte";
export { default as RedactDialog } from "./RedactDialog.svelte";
export { default as ReportPanel } from "./ReportPanel.svelte";
