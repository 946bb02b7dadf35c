export { useApplication } from "./application.svelte";
export { drafts } from "./drafts.svelte";
export { FormDraft, keptFields } from "./form.svelte";
export { landing, openDocument } from "./document.svelte";
export { default as ReadOnlyNote } from "./ReadOnlyNote.svelte";
export { default as StatusCounts } from "./StatusCounts.svelte";
export { asSentence, inSentences } from "./sentences";
export { suggestedName } from "./suggest";
export { relativeTime } from "./time";
