export { default as AcceptDialog } from "./AcceptDialog.svelte";
export { default as InitiativeList } from "./InitiativeList.svelte";
export { default as InitiativePanel } from "./InitiativePanel.svelte";
export { default as InitiativeTable } from "./InitiativeTable.svelte";
export { default as LeftOutList } from "./LeftOutList.svelte";
export { personWeeks } from "./plan";
export { default as PlanPanel } from "./PlanPanel.svelte";
export { Roadmap, roadmap, type Shows } from "./roadmap.svelte";
export { default as WaveColumns } from "./WaveColumns.svelte";
