export { architecture, Architecture, type Shows } from "./architecture.svelte";
export { grounds, standing } from "./component";
export { default as ComponentList } from "./ComponentList.svelte";
export { default as ComponentPanel } from "./ComponentPanel.svelte";
export { default as ComponentTable } from "./ComponentTable.svelte";
export { default as OpenPoints } from "./OpenPoints.svelte";
export { default as OverviewPanel } from "./OverviewPanel.svelte";
export { default as PictureKey } from "./PictureKey.svelte";
export { default as VerdictDialog } from "./VerdictDialog.svelte";
