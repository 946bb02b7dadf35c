export { default as AssessmentSwitch } from "./AssessmentSwitch.svelte";
export { default as PacksSection } from "./PacksSection.svelte";
export { showPack } from "./packs.svelte";
export { default as ScoreShifts } from "./ScoreShifts.svelte";
