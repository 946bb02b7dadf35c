export { default as Preview } from "./Preview.svelte";
export { Report, report } from "./report.svelte";
export { default as ReportPanel } from "./ReportPanel.svelte";
