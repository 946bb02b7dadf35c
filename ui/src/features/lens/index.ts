export { Lens } from "./lens.svelte";
export { default as LensQuestion } from "./LensQuestion.svelte";
export { default as LensQuestionList } from "./LensQuestionList.svelte";
export { default as RiskMark } from "./RiskMark.svelte";
export { default as RiskTable } from "./RiskTable.svelte";
export { default as Improvements } from "./Improvements.svelte";
export { default as RiskSummary } from "./RiskSummary.svelte";
