export { default as ChangeDetail } from "./ChangeDetail.svelte";
export { default as ChangeList } from "./ChangeList.svelte";
export { History } from "./history.svelte";
export { default as QuestionHistory } from "./QuestionHistory.svelte";
