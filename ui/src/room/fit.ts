/**
 * The sizes that are tried, from the full one down to where it could no longer be read from the back of a room: the
 * measure of room.css, by less and less. The first is the style sheet's own.
 */
export const steps: readonly string[] = [
  "",
  ...[94, 88, 82, 76, 70].map((share) => `calc(min(100vh / 45, 0.75vw + 0.8889vh) * ${share / 100})`),
];
