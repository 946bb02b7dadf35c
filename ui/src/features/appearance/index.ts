export { default as ContrastSetting } from "./ContrastSetting.svelte";
export { sizeKeys, useAppearance } from "./appearance.svelte";
export { size } from "./size.svelte";
