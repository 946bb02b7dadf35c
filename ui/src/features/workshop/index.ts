export { default as CanAnswer } from "./CanAnswer.svelte";
export { default as HeaderClock } from "./HeaderClock.svelte";
export { default as ProposeAgenda } from "./ProposeAgenda.svelte";
export { default as WorkshopPanel } from "./WorkshopPanel.svelte";
export { workshop } from "./workshop.svelte";
