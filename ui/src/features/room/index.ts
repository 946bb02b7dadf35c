export { default as RoomMenu } from "./RoomMenu.svelte";
export { room } from "./room.svelte";
