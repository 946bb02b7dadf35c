/** The guide as the build read it: see build/guide.ts. */
declare module "virtual:guide" {
  const chapters: readonly import("./page").Chapter[];
  export default chapters;
}
